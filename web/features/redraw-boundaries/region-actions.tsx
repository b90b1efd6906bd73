import { LockOutlined, UnlockOutlined } from '@ant-design/icons';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftRegion, Edit } from '../../../geo/divide/edit.ts';
import { blocksWithin, regionAt } from '../../../geo/divide/regions.ts';
import { useFormat } from '../../i18n/format.ts';
import { PALETTES } from '../../map/palette.ts';
import { planSession } from '../../state/plan/current.ts';
import { regionsOfLevel } from '../../state/plan/figures.ts';
import { isGrouping } from '../../state/plan/paint.ts';
import { boundsOfBlocks } from '../../state/plan/places.ts';
import { planStore, usePlan } from '../../state/plan/plan-store.ts';
import { useApp } from '../../state/store.ts';
import { useThemeName } from '../../state/theme-name.ts';
import { Button } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import styles from './chosen-regions.module.css';
import { RegionPicker } from './region-picker.tsx';
import { useRegionName } from './region-words.ts';
import { useDraft, useEditable } from './use-plan.ts';
import { useTakeTool } from './use-take-tool.ts';

/** What can be done with regions as a whole: with one, or with several together. */
export function RegionActions({ regions }: { readonly regions: readonly number[] }) {
  const { t } = useTranslation('redraw-boundaries');
  const editable = useEditable();
  const [open, setOpen] = useState<'rename' | 'recolour' | null>(null);
  const [first] = regions;
  const region = useDraft(({ draft }) => draft.regions.get(first!) ?? null, [first]);
  const isLocked = useDraft(({ draft }) => regions.every((id) => draft.regions.get(id)?.locked), [regions]) ?? false;
  const flyTo = useApp((state) => state.flyTo);
  const regionName = useRegionName();
  const takeTool = useTakeTool();
  const level = usePlan((state) => state.level);
  const format = useFormat();
  if (!region) return null;
  const execute = (key: string, edits: readonly Edit[], values: Record<string, string | number> = {}) =>
    planSession.execute({ key, values: { name: region.name, ...values } }, edits);
  const show = (): void => {
    const plan = planSession.current();
    const bounds =
      plan &&
      boundsOfBlocks(
        plan.draft.fabric,
        regions.flatMap((id) => blocksWithin(plan.draft, id)),
      );
    if (bounds) flyTo(bounds);
  };
  const merge = (keep: number, others: readonly number[]): void => {
    const label = { key: 'merge', values: { name: regionName(keep), others: format.list(others.map(regionName)) } };
    if (planSession.execute(label, [{ kind: 'merge-regions', keep, others }]).ok)
      planStore.setState({ regions: [keep] });
  };
  const lock = (): void => {
    const edits = regions.map((id): Edit => ({ kind: 'lock-region', region: id, locked: !isLocked }));
    execute(isLocked ? 'unlock' : 'lock', edits, { name: format.list(regions.map(regionName)) });
  };
  const alone = regions.length === 1;
  return (
    <>
      <div className={styles.actions}>
        <Button onClick={show}>{t('common:action.flyTo')}</Button>
        {alone && editable && (
          <>
            <Button onClick={() => takeTool({ target: region.id, tool: 'brush', area: 'paint' })}>
              {t('action.paint')}
            </Button>
            <Button aria-expanded={open === 'rename'} onClick={() => setOpen(open === 'rename' ? null : 'rename')}>
              {t('action.rename')}
            </Button>
            <Button
              aria-expanded={open === 'recolour'}
              onClick={() => setOpen(open === 'recolour' ? null : 'recolour')}
            >
              {t('action.recolour')}
            </Button>
            <Lock isLocked={isLocked} press={lock} />
            {region.kind === 'grid' && <MoveTo region={region.id} />}
            <MergeInto region={region} merge={merge} />
            {!isGrouping(level) && (
              <Button
                title={t('action.splitWhy')}
                onClick={() => takeTool({ tool: 'lasso', area: 'choose', blocks: [] })}
              >
                {t('action.split')}
              </Button>
            )}
            <Button
              title={t('action.dissolveWhy')}
              onClick={() => execute('dissolve', [{ kind: 'dissolve-region', region: region.id }])}
            >
              {t('action.dissolve')}
            </Button>
          </>
        )}
        {!alone && editable && (
          <>
            <Button onClick={() => merge(region.id, regions.slice(1))}>
              {t('action.merge', { n: regions.length, name: region.name })}
            </Button>
            <Lock isLocked={isLocked} press={lock} />
          </>
        )}
      </div>
      {open === 'rename' && alone && (
        <Rename
          name={region.name}
          nameEn={region.nameEn}
          save={(name, nameEn) => {
            if (execute('rename', [{ kind: 'rename-region', region: region.id, name, nameEn }], { to: name }).ok)
              setOpen(null);
          }}
        />
      )}
      {open === 'recolour' && alone && (
        <Hues
          hue={region.hue}
          choose={(hue) => execute('recolour', [{ kind: 'recolour-region', region: region.id, hue }])}
        />
      )}
    </>
  );
}

function Lock({ isLocked, press }: { readonly isLocked: boolean; press(): void }) {
  const { t } = useTranslation('redraw-boundaries');
  const Icon = isLocked ? UnlockOutlined : LockOutlined;
  return (
    <Button onClick={press}>
      <Icon aria-hidden="true" />
      {t(isLocked ? 'action.unlock' : 'action.lock')}
    </Button>
  );
}

interface RenameProps {
  readonly name: string;
  readonly nameEn: string;
  save(name: string, nameEn: string): void;
}

function Rename({ name, nameEn, save }: RenameProps) {
  const { t } = useTranslation('redraw-boundaries');
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    save(String(form.get('name')).trim(), String(form.get('nameEn')).trim());
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <input
        className={styles.field}
        name="name"
        required
        maxLength={60}
        defaultValue={name}
        aria-label={t('rename.name')}
      />
      <input
        className={styles.field}
        name="nameEn"
        maxLength={120}
        defaultValue={nameEn}
        aria-label={t('rename.nameEn')}
        placeholder={t('rename.nameEn')}
      />
      <Button type="submit" variant="primary">
        {t('rename.save')}
      </Button>
    </form>
  );
}

function Hues({ hue, choose }: { readonly hue: number; choose(hue: number): void }) {
  const { t } = useTranslation('redraw-boundaries');
  const { hues } = PALETTES[useThemeName()];
  return (
    <fieldset className={styles.hues} aria-label={t('action.recolour')}>
      {hues.map(({ fill, line }, index) => (
        <button
          key={fill}
          type="button"
          className={styles.hue}
          style={{ background: fill, borderColor: line }}
          aria-label={t('hue', { n: index + 1 })}
          aria-pressed={index === hue}
          onClick={() => choose(index)}
        />
      ))}
    </fieldset>
  );
}

/** All of a region to another one, which keeps its name and code; those it borders on stand first. */
function MergeInto({
  region,
  merge,
}: {
  readonly region: DraftRegion;
  merge(keep: number, others: readonly number[]): void;
}) {
  const { t } = useTranslation('redraw-boundaries');
  const takers = useDraft(
    ({ draft }) => {
      const beside = new Set(
        blocksWithin(draft, region.id).flatMap((block) =>
          draft.edgesOf(block).map(({ other }) => (other === null ? null : regionAt(draft, other, region.kind))),
        ),
      );
      return regionsOfLevel(draft, region.kind)
        .filter(({ id }) => id !== region.id)
        .sort((a, b) => Number(beside.has(b.id)) - Number(beside.has(a.id)));
    },
    [region],
  );
  if (!takers || takers.length === 0) return null;
  return (
    <Popover label={t('action.mergeInto')} button={t('action.mergeInto')}>
      {(close) => (
        <RegionPicker<never>
          label={t('action.mergeInto')}
          regions={takers}
          specials={[]}
          value={-1}
          choose={(keep) => {
            close();
            merge(keep, [region.id]);
          }}
        />
      )}
    </Popover>
  );
}

/** A grid as a whole to another community. */
function MoveTo({ region }: { readonly region: number }) {
  const { t } = useTranslation('redraw-boundaries');
  const parents = useDraft(({ draft }) => regionsOfLevel(draft, 'community')) ?? [];
  const own = usePlan(() => planSession.current()?.draft.regions.get(region)?.parent ?? null);
  const regionName = useRegionName();
  return (
    <Popover label={t('action.moveTo')} button={t('action.moveTo')}>
      {(close) => (
        <RegionPicker<never>
          label={t('action.moveTo')}
          regions={parents}
          specials={[]}
          value={own ?? -1}
          choose={(parent) => {
            planSession.execute({ key: 'moveRegion', values: { name: regionName(region), to: regionName(parent) } }, [
              { kind: 'move-region', region, parent },
            ]);
            close();
          }}
        />
      )}
    </Popover>
  );
}
