import type { Resource, Template } from '../../../stack/resolve-conditions.ts';

export type { Resource, Template };

/** Lists the properties of all resources of a type. */
export const propertiesOf = ({ Resources }: Template, type: string): Resource['Properties'][] =>
  Object.values(Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);

/** @throws Error when the template has no resource with this name. */
export const resourceOf = ({ Resources }: Template, name: string): Resource => {
  const resource = Resources[name];
  if (!resource) throw new Error(`The template has no ${name}`);
  return resource;
};
