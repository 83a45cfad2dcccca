/** The fields of an event that API Gateway fills in for the route that matched. */
export interface Match {
  /** Method and path as serverless.yml declares them. */
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
}

/**
 * Finds the route of a request among those that serverless.yml declares: `{name}` takes any segment that is not empty, and
 * a route with the request's own method goes before `ANY`.
 */
export const createFindRoute = (routeKeys: readonly string[]) => {
  const routes = routeKeys.map((routeKey) => {
    const [method = '', path = ''] = routeKey.split(' ');
    const names = path.slice(1).split('/');
    return { routeKey, method, names: names.map((name) => ({ name, parameter: /^\{(\w+)\}$/.exec(name)?.[1] })) };
  });

  return (method: string, segments: readonly string[]): Match | undefined => {
    const fits = routes.filter(
      ({ names }) =>
        names.length === segments.length &&
        names.every(({ name, parameter }, index) => (parameter ? segments[index] !== '' : segments[index] === name)),
    );
    const route = fits.find((one) => one.method === method) ?? fits.find((one) => one.method === 'ANY');
    if (!route) return undefined;
    const values = route.names.flatMap(({ parameter }, index) =>
      parameter ? [[parameter, segments[index] ?? ''] as const] : [],
    );
    return {
      routeKey: route.routeKey,
      pathParameters: values.length > 0 ? Object.fromEntries(values) : undefined,
    };
  };
};
