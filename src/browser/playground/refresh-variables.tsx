import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useState } from 'react';
import { type Current, readCurrent, toVariables } from './current.ts';

interface Answer {
  readonly data?: Readonly<Record<string, { readonly version?: unknown } | null>> | null;
}

/** @returns the version that a mutation's answer is about; undefined for another answer, or one that does not say. */
const versionOf = (json: string | null): number | undefined => {
  const { data } = JSON.parse(json || '{}') as Answer;
  const version = Object.values(data ?? {})[0]?.version;
  return typeof version === 'number' ? version : undefined;
};

/** Puts the new string and version into a tab's variables, where the old ones are. */
const refresh = (json: string | null | undefined, before: Current, after: Current): string | null | undefined => {
  try {
    const variables = JSON.parse(json ?? '') as Record<string, unknown>;
    const [old, fresh] = [toVariables(before), toVariables(after)];
    const names = Object.keys(old) as (keyof typeof old)[];
    for (const name of names) if (variables[name] === old[name]) variables[name] = fresh[name];
    return JSON.stringify(variables, null, 2);
  } catch {
    // Half typed.
    return json;
  }
};

/**
 * Brings the variables of every tab up to date after a change that was made here: the next tab would otherwise expect
 * a version that its own user has replaced.
 *
 * @param known What visitors read, as far as the variables know.
 */
export const RefreshVariables = ({ known }: { readonly known: Current }) => {
  const { updateActiveTabValues, moveTab } = useGraphiQLActions();
  const { json, isMutation, tabs, active, variables } = useGraphiQL((state) => ({
    json: state.tabs[state.activeTabIndex]?.response ?? null,
    isMutation: state.operations?.some(({ operation }) => operation === 'mutation') ?? false,
    tabs: state.tabs,
    active: state.activeTabIndex,
    variables: state.variableEditor,
  }));

  const [after, setAfter] = useState<Current>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: Only an answer is a reason.
  useEffect(() => {
    const version = isMutation ? versionOf(json) : undefined;
    if (version === undefined || version <= known.version) return;
    void readCurrent().then((current) => current?.version === version && setAfter(current));
  }, [json]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: Once for each change, with the tabs as they are then.
  useEffect(() => {
    if (!after) return;
    const inTab = (json: string | null | undefined) => refresh(json, known, after) ?? null;
    const inFront = inTab(variables?.getValue());
    // It takes the tabs in any order, and fills the panes in again from the one in front.
    moveTab(tabs.map((tab, index) => (index === active ? tab : { ...tab, variables: inTab(tab.variables) })));
    variables?.setValue(inFront ?? '');
    updateActiveTabValues({ variables: inFront });
    Object.assign(known, after);
  }, [after]);
  return null;
};
