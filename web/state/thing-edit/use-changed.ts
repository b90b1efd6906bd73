import { useTranslation } from 'react-i18next';
import type { ChangesDone, ThingChange } from '../../../api/contract/thing-edits.ts';
import { refreshCounty } from '../queries.ts';
import { useApp } from '../store.ts';

type Said = Pick<ThingChange, 'layer' | 'thing' | 'name'>;

/** What a thing is called where it stands in a sentence: its name, else its number. */
export function useThingTitle(): (thing: Said) => string {
  const { t } = useTranslation();
  return ({ layer, thing, name }) => t('thingTitle', { layer: t(`thing.${layer}`), name: name || `#${thing}` });
}

/**
 * Whoever has changed things calls what this returns: the map, the inspector and all figures are asked again, and what was
 * done is told, with the way back.
 */
export function useChanged(): (done: ChangesDone, undone?: boolean) => void {
  const { t } = useTranslation();
  const title = useThingTitle();
  const noteLastChange = useApp((state) => state.noteLastChange);
  const announce = useApp((state) => state.announce);
  return ({ changeSet, changes }, undone = false) => {
    const [first] = changes;
    if (!first) return announce(t('thingDone.nothing'));
    const what = undone ? 'undo' : first.action;
    const text =
      changes.length === 1
        ? t(`thingDone.${what}`, { thing: title(first) })
        : t(`thingDone.${what}More`, { thing: title(first), n: changes.length - 1 });
    noteLastChange({ changeSet, text, undone });
    announce(text);
    void refreshCounty();
  };
}
