/** The fields of an event that API Gateway fills in for the route that matched. */
export interface Match {
  /** Method and path as serverless.yml declares them. */
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
}

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

/**
 * Finds the route of a request among those that serverless.yml declares: `{name}` takes any segment that is not empty,
 * and a route with a method of its own goes before `ANY`.
 */
export const createFindRoute = (routeKeys: readonly string[]) => {
  const isAny = (routeKey: string) => routeKey.startsWith('ANY ');
  const routes = routeKeys
    .toSorted((one, other) => Number(isAny(one)) - Number(isAny(other)))
    .map((routeKey) => {
      const source = routeKey
        .replace(/^ANY /, '\\S+ ')
        .replaceAll('.', '\\.')
        .replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
      return { routeKey, pattern: new RegExp(`^${source}$`) };
    });

  return (method: string, path: string): Match | undefined => {
    for (const { routeKey, pattern } of routes) {
      const match = pattern.exec(`${method} ${path}`);
      const segments = Object.entries(match?.groups ?? {}).map(([name, segment]) => [name, decode(segment)]);
      if (match) return { routeKey, pathParameters: match.groups && Object.fromEntries(segments) };
    }
    return undefined;
  };
};
