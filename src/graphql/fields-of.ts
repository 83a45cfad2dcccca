import { type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

type GetFragment = (name: string) => FragmentDefinitionNode | null | undefined;

/** Lists the fields of a selection with its fragments expanded. Each fragment counts once, as in execution. */
export const fieldsOf = (
  { selections }: SelectionSetNode,
  getFragment: GetFragment,
  seen = new Set<string>(),
): FieldNode[] =>
  selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet, getFragment, seen);
    const name = selection.name.value;
    const fragment = seen.has(name) ? undefined : getFragment(name);
    seen.add(name);
    return fragment ? fieldsOf(fragment.selectionSet, getFragment, seen) : [];
  });
