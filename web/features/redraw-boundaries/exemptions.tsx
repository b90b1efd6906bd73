import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftRegion } from '../../../geo/divide/edit.ts';
import { regionStats } from '../../../geo/divide/region-stats.ts';
import { useNameOf } from '../../i18n/names.ts';
import { planSession } from '../../state/plan/current.ts';
import type { CurrentPlan } from '../../state/plan/session.ts';
import { Button } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import styles from './exemptions.module.css';
import { useRegionName } from './region-words.ts';
import small from './small-form.module.css';
import { useEditable } from './use-plan.ts';

const MOST_REASON = 300;

/** Lets a region lie in pieces, for a reason that stays in the plan and is shown to whoever decides. */
export function Exempt({ region }: { readonly region: number }) {
  const { t } = useTranslation('redraw-boundaries');
  const name = useRegionName()(region);
  return (
    <Popover label={t('exempt.label', { name })} button={t('exempt.action')} buttonClass={styles.action} align="end">
      {(close) => (
        <ReasonForm
          name={name}
          save={(piecesReason) => {
            const label = { key: 'exempt', values: { name, reason: piecesReason } };
            if (planSession.execute(label, [{ kind: 'exempt-region', region, piecesReason }]).ok) close();
          }}
        />
      )}
    </Popover>
  );
}

function ReasonForm({ name, save }: { readonly name: string; save(reason: string): void }) {
  const { t } = useTranslation('redraw-boundaries');
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get('reason')).trim();
    if (reason !== '') save(reason);
  };
  return (
    <form className={small.form} onSubmit={submit}>
      <label className={small.label}>
        {t('exempt.reason', { name })}
        <textarea
          className={`${small.field} ${styles.reason}`}
          name="reason"
          rows={3}
          required
          maxLength={MOST_REASON}
          placeholder={t('exempt.example')}
          data-autofocus=""
        />
      </label>
      <p className={styles.hint}>{t('exempt.hint')}</p>
      <Button type="submit" variant="primary">
        {t('exempt.save')}
      </Button>
    </form>
  );
}

/** Regions of a level that may lie in pieces and do. */
export const exemptRegions = ({ draft }: CurrentPlan, level: DraftRegion['kind']): DraftRegion[] =>
  [...draft.regions.values()].filter(
    ({ id, kind, piecesReason }) => kind === level && piecesReason !== null && regionStats(draft, id).pieces > 1,
  );

/** Each with its reason, and the way back. */
export function Exemptions({ regions }: { readonly regions: readonly DraftRegion[] }) {
  const { t } = useTranslation('redraw-boundaries');
  const nameOf = useNameOf();
  const editable = useEditable();
  if (regions.length === 0) return null;
  const takeBack = (region: DraftRegion): void => {
    planSession.execute({ key: 'unexempt', values: { name: region.name } }, [
      { kind: 'exempt-region', region: region.id, piecesReason: null },
    ]);
  };
  return (
    <ul className={styles.exemptions} aria-label={t('exempt.list')}>
      {regions.map((region) => (
        <li key={region.id} className={styles.exemption}>
          <span className={styles.text}>
            {t('exempt.row', { name: nameOf(region) })}
            <span className={styles.because}>{region.piecesReason}</span>
          </span>
          {editable && (
            <Button variant="link" onClick={() => takeBack(region)}>
              {t('exempt.takeBack')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
