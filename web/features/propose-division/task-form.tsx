import { Checkbox, InputNumber, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { useNameOf } from '../../i18n/names.ts';
import { planSession } from '../../state/plan/current.ts';
import { boundsOfBlocks } from '../../state/plan/places.ts';
import { planStore, usePlan } from '../../state/plan/plan-store.ts';
import { type ProposalForm, proposalStore } from '../../state/plan/proposal-store.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Section } from '../../ui/section.tsx';
import { CommunityChoice } from './community-choice.tsx';
import { freshNames } from './fresh-names.ts';
import styles from './propose.module.css';
import { startSearch } from './search.ts';
import { isOfOne, kindsOf, levelOf, partsOf, takesUnassigned, takingPart, taskOfForm } from './task-of-form.ts';
import { type Readiness, useReadiness } from './use-readiness.ts';

const change = (part: Partial<ProposalForm>): void =>
  proposalStore.setState(({ form }) => ({ form: { ...form, ...part } }));

/** What is asked for, in words. Nothing begins before it can succeed; what stands in the way is said beside the button. */
export function TaskForm() {
  const { t } = useTranslation('propose-division');
  const ready = useReadiness();
  if (!ready) return null;
  const { form, facts } = ready;
  return (
    <form
      className={styles.form}
      aria-label={t('tab')}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady(ready)) begin(ready, (n) => t(`name.${levelOf(form, facts)}`, { n }));
      }}
    >
      <Section title={t('task.title')}>
        <Radio.Group
          className={styles.kinds}
          value={form.kind}
          onChange={({ target }) => change({ kind: target.value, parts: null })}
          aria-label={t('task.title')}
        >
          {kindsOf(facts).map((kind) => (
            <Radio key={kind} value={kind}>
              {t(`task.${kind}.${levelOf({ kind }, facts)}`, { n: facts.communities.length })}
              <span className={styles.why}>{t(`task.${kind}.why`)}</span>
            </Radio>
          ))}
        </Radio.Group>
      </Section>
      <Section title={t('where.title')}>
        <div className={styles.body}>
          {isOfOne(form, facts) ? (
            <OneCommunity {...ready} />
          ) : (
            <CommunityChoice
              chosen={form.chosen}
              communities={facts.communities}
              onChosen={(chosen) => change({ chosen })}
            />
          )}
        </div>
      </Section>
      <Section title={t('size.title')}>
        <Size {...ready} />
      </Section>
      <Section title={t('term.title')}>
        <Terms {...ready} />
      </Section>
      <details className={styles.more}>
        <summary>{t('more')}</summary>
        <div className={styles.seed}>
          <Field label={t('seed.label')} hint={t('seed.hint')}>
            {(id, describedBy) => (
              <InputNumber
                id={id}
                aria-describedby={describedBy}
                min={0}
                max={999_999}
                precision={0}
                value={form.seed}
                onChange={(seed) => change({ seed: seed ?? 1 })}
              />
            )}
          </Field>
          <Button onClick={() => change({ seed: form.seed + 1 })}>{t('seed.next')}</Button>
        </div>
      </details>
      <Start {...ready} />
    </form>
  );
}

const isReady = ({ problem, pieces }: Readiness): boolean => problem === null && pieces?.length === 1;

function begin({ form, facts, counts }: Readiness, stem: (n: number) => string): void {
  const plan = planSession.current();
  if (!plan) return;
  const task = taskOfForm(form, facts, counts);
  startSearch(task, freshNames(plan.draft, task.level, task.parts, stem));
}

/** One community, chosen here or on the map. */
function OneCommunity({ form, facts }: Readiness) {
  const { t } = useTranslation('propose-division');
  const format = useFormat();
  const nameOf = useNameOf();
  const onMap = usePlan(({ regions }) => regions.at(-1) ?? null);
  const pointed = facts.communities.find(({ id, locked }) => id === onMap && !locked && id !== form.community);
  return (
    <div className={styles.one}>
      <Field label={t('where.community')}>
        {(id) => (
          <Select
            id={id}
            showSearch
            optionFilterProp="label"
            placeholder={t('where.choose')}
            value={form.community ?? undefined}
            onChange={(community: number) => {
              change({ community, parts: null });
              planStore.setState({ regions: [community] });
            }}
            options={facts.communities.map((community) => ({
              value: community.id,
              disabled: community.locked,
              label: `${nameOf(community)} · ${format.households(community.households)}${community.locked ? ` · ${t('where.locked')}` : ''}`,
            }))}
          />
        )}
      </Field>
      {pointed && (
        <Button variant="link" onClick={() => change({ community: pointed.id, parts: null })}>
          {t('where.pointed', { name: nameOf(pointed) })}
        </Button>
      )}
    </div>
  );
}

/** How many regions, and how far from even. */
function Size({ form, facts, counts }: Readiness) {
  const { t } = useTranslation('propose-division');
  const format = useFormat();
  const level = levelOf(form, facts);
  const band = facts.bands[level];
  const parts = partsOf(form, facts, counts);
  const mean = counts.households / parts;
  const kind = t(`common:level.${level}`);
  const words = {
    mean: format.households(Math.round(mean)),
    min: format.number(band?.min ?? 0),
    max: format.number(band?.max ?? 0),
  };
  const against = !band || !(mean > 0) ? 'none' : mean < band.min ? 'below' : mean > band.max ? 'above' : 'within';
  const hint = Number.isFinite(mean) ? t(`size.mean.${against}`, words) : undefined;
  return (
    <div className={styles.body}>
      {form.kind === 'rebalance' ? (
        <p className={styles.hint}>
          {t('size.same', { n: counts.today, kind })} {hint}
        </p>
      ) : (
        <Field label={t('size.parts', { kind })} hint={hint}>
          {(id, describedBy) => (
            <InputNumber
              id={id}
              aria-describedby={describedBy}
              min={1}
              max={500}
              precision={0}
              value={parts}
              onChange={(value) => change({ parts: value })}
            />
          )}
        </Field>
      )}
      <Radio.Group
        className={styles.kinds}
        aria-label={t('size.even')}
        value={form.size}
        onChange={({ target }) => change({ size: target.value })}
      >
        <Radio value="tolerance">
          <span className={styles.tolerance}>
            {t('size.tolerance')}
            <InputNumber
              aria-label={t('size.toleranceLabel')}
              min={1}
              max={50}
              precision={0}
              value={form.tolerancePercent}
              disabled={form.size !== 'tolerance'}
              onChange={(value) => change({ tolerancePercent: value ?? 10 })}
            />
            %
          </span>
        </Radio>
        {band && <Radio value="band">{t('size.band', { ...words, kind })}</Radio>}
      </Radio.Group>
    </div>
  );
}

function Terms({ form, facts }: Readiness) {
  const { t } = useTranslation('propose-division');
  const terms = (['compounds', 'barriers', 'grids'] as const).filter(
    (term) => term !== 'grids' || levelOf(form, facts) === 'community',
  );
  return (
    <div className={styles.terms}>
      {terms.map((term) => (
        <Checkbox
          key={term}
          checked={form.terms[term]}
          onChange={({ target }) => change({ terms: { ...form.terms, [term]: target.checked } })}
        >
          {t(`term.${term}.label`)}
          <span className={styles.why}>{t(`term.${term}.why`)}</span>
        </Checkbox>
      ))}
      <p className={styles.hint}>{t('term.always')}</p>
    </div>
  );
}

/** What will happen, or why it cannot. */
function Start(ready: Readiness) {
  const { t } = useTranslation('propose-division');
  const format = useFormat();
  const nameOf = useNameOf();
  const flyTo = useApp((state) => state.flyTo);
  const { form, facts, counts, problem, pieces } = ready;
  const level = levelOf(form, facts);
  const kind = t(`common:level.${level}`);
  const taking = takingPart(form, facts);
  const locked = facts.communities.filter((community) => community.locked).length;
  const streets = new Set(taking.map(({ street }) => street)).size;
  const words = {
    ...{ kind, n: counts.today, parts: partsOf(form, facts, counts), name: taking[0] ? nameOf(taking[0]) : '' },
    ...{ households: format.households(counts.households), blocks: format.number(counts.blocks) },
  };
  const showPiece = (): void => {
    const plan = planSession.current();
    const bounds = plan && pieces?.[1] ? boundsOfBlocks(plan.draft.fabric, pieces[1]) : null;
    if (bounds) flyTo(bounds);
  };
  return (
    <div className={styles.start}>
      {problem ? (
        <p className={styles.fault} role="alert">
          {t(`problem.${problem.reason}`, {
            ...words,
            ...problem,
            of: 'of' in problem ? t(`problem.of.${problem.of}`) : '',
          })}
        </p>
      ) : pieces && pieces.length > 1 ? (
        <p className={styles.fault} role="alert">
          {t('problem.apart', { n: pieces.length, blocks: format.number(pieces[1]!.length) })}{' '}
          <Button variant="link" onClick={showPiece}>
            {t('common:action.flyTo')}
          </Button>
        </p>
      ) : (
        <>
          <p className={styles.what}>{t(`will.${form.kind}.${level}`, words)}</p>
          {locked > 0 && !isOfOne(form, facts) && <p className={styles.hint}>{t('will.locked', { n: locked })}</p>}
          {takesUnassigned(form, facts) && (
            <p className={styles.hint}>{t('will.unassigned', { n: facts.unassigned })}</p>
          )}
          {streets > 1 && <p className={styles.caution}>{t('will.streets', { n: streets })}</p>}
        </>
      )}
      <Button variant="primary" large type="submit" disabled={!isReady(ready)}>
        {t('start')}
      </Button>
      <p className={styles.hint}>{t('nothingYet')}</p>
    </div>
  );
}
