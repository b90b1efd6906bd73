import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TALLY_SUBJECTS } from '../../../api/contract/thing-edits.ts';
import { today } from '../../../api/contract/today.ts';
import { enterTallies } from '../../api-client/tallies.ts';
import { Refused } from '../../i18n/failure.tsx';
import { useMyRoles } from '../../state/plan-life.ts';
import { useInspection } from '../../state/queries.ts';
import { useRegionName } from '../../state/region-names.ts';
import { useApp } from '../../state/store.ts';
import { mayKeepThings } from '../../state/thing-edit/editing.ts';
import { useSending } from '../../state/use-sending.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Section } from '../../ui/section.tsx';
import { FigureList } from './published-figures.tsx';
import styles from './tallies.module.css';
import { emptyForm, entryOf, type TallyForm } from './tally-form.ts';

/** In the inspector of whatever lies in a block: counts of that block are entered, and never shown. */
export function TallySection() {
  const { t } = useTranslation('enter-tallies');
  const selection = useApp((state) => state.selection);
  const keeps = mayKeepThings(useMyRoles());
  const inspection = useInspection(keeps && selection?.layer !== 'region' ? selection : null).data;
  const block = inspection?.layer === 'block' ? inspection.id : (inspection?.block ?? null);
  const regionName = useRegionName();
  const [open, setOpen] = useState(false);
  const lowest = inspection?.parents.at(-1);
  if (!keeps || block === null) return null;
  return (
    <Section
      title={t('title')}
      extra={
        <button type="button" className={styles.more} aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'fold' : 'unfold')}
        </button>
      }
    >
      {open && (
        <>
          <p className={styles.lead}>{t('lead', { region: lowest ? regionName(lowest) : t('county') })}</p>
          <Form block={block} />
          <h4 className={styles.beside}>{t('published')}</h4>
          <FigureList />
        </>
      )}
    </Section>
  );
}

function Form({ block }: { readonly block: number }) {
  const { t } = useTranslation('enter-tallies');
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const [form, setForm] = useState(() => emptyForm(today()));
  const [tried, setTried] = useState(false);
  const [recorded, setRecorded] = useState<string | null>(null);
  const { sending, notice, send } = useSending();
  const ready = entryOf(form, block);
  const faults = tried && 'faults' in ready ? ready.faults : [];
  const change = (part: Partial<TallyForm>) => {
    setForm({ ...form, ...part });
    setRecorded(null);
  };
  const enter = async () => {
    setTried(true);
    if (!('entry' in ready)) return;
    const done = await send(async () => void (await enterTallies(county, [ready.entry])));
    if (!done) return;
    const said = t('recorded', { subject: t(`subject.${form.subject}`), period: form.period });
    setRecorded(said);
    announce(said);
    setForm({ ...form, n: '' });
    setTried(false);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void enter();
      }}
    >
      <Field label={t('field.subject')}>
        {(id) => (
          <select
            id={id}
            className={styles.control}
            value={form.subject}
            onChange={({ target }) => change({ subject: target.value as TallyForm['subject'] })}
          >
            {TALLY_SUBJECTS.map((subject) => (
              <option key={subject} value={subject}>
                {t(`subject.${subject}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Text name="class" hint={t('hint.class')} value={form.class} change={(value) => change({ class: value })} />
      <Text
        name="period"
        fault={faults.includes('period') ? t('fault.period') : null}
        value={form.period}
        change={(value) => change({ period: value.trim() })}
      />
      <Text
        name="n"
        fault={faults.includes('n') ? t('fault.n') : null}
        value={form.n}
        change={(value) => change({ n: value })}
      />
      {notice && <Refused notice={notice} />}
      <div className={styles.buttons}>
        <Button type="submit" variant="primary" loading={sending}>
          {t('enter')}
        </Button>
        {recorded && <p className={styles.recorded}>{recorded}</p>}
      </div>
    </form>
  );
}

interface TextProps {
  readonly name: 'class' | 'period' | 'n';
  readonly value: string;
  readonly hint?: string;
  readonly fault?: string | null;
  change(value: string): void;
}

function Text({ name, value, hint, fault = null, change }: TextProps) {
  const { t } = useTranslation('enter-tallies');
  return (
    <Field label={t(`field.${name}`)} fault={fault} {...(hint ? { hint } : {})}>
      {(id, describedBy) => (
        <input
          id={id}
          aria-describedby={describedBy}
          aria-invalid={fault !== null}
          className={styles.control}
          // A browser that offers what was entered before would show it.
          autoComplete="off"
          inputMode={name === 'n' ? 'numeric' : 'text'}
          maxLength={60}
          value={value}
          onChange={({ target }) => change(target.value)}
        />
      )}
    </Field>
  );
}
