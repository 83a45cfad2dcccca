# The server of docs/hosting.md. What it needs beside Node is built into a folder, and only that folder is taken over.
# Both stages have the same glibc: the embedded store is a binary, and that for arm64 has no other.
FROM node:24-slim AS build
WORKDIR /project
# A layer of its own: a change of the code installs nothing.
COPY package.json package-lock.json .npmrc ./
COPY stack/finish-install.mjs stack/
RUN npm ci
COPY . .
RUN npm run build:image -- /image

FROM node:24-slim
RUN mkdir /data && chown node /data
COPY --from=build /image /app
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/cli/saved-string.mjs"]
CMD ["serve", "--port", "8080", "--host", "0.0.0.0"]
