import { Button, Input, Modal, Skeleton, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Obstacle, type Plan, type Publication, publish } from '../../../api/contract/plans.ts';
import { dayBefore, today } from '../../../api/contract/today.ts';
import { noticeOf } from '../../api-client/http.ts';
import { getPlan, type Published, publishPlan } from '../../api-client/plans.ts';
import { Refused } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { changingPlan } from '../../state/plan-queries.ts';
import { refreshCounty } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { Field } from '../../ui/field.tsx';
import { changeTotals, recoded } from './change-list.ts';
import { CodeTable, LeftBehindTable, MoveTable } from './change-tables.tsx';
import styles from './dialog.module.css';
import { suggestEffective } from './effective-date.ts';
import { FindingList } from './finding-list.tsx';
import { usePublication } from './publication-query.ts';
import { Publishing } from './publishing.tsx';
import { SeeTo } from './see-to.tsx';

interface Props {
  readonly plan: Plan;
  close(): void;
}

/** The last look: from which day, under which name, with which codes, and what is left behind. */
export function PublishDialog({ plan, close }: Props) {
  const { t } = useTranslation('decide-plan');
  const format = useFormat();
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const [effective, setEffective] = useState(() => suggestEffective(today(), plan.base.validFrom));
  const [name, setName] = useState(plan.title);
  const [done, setDone] = useState<Published | null>(null);
  const { sending, notice, send } = useSending();
  const valid = publish.safeParse({ effective, name }).success;
  const found = usePublication(plan, valid ? effective : suggestEffective(today(), plan.base.validFrom));
  const obstacles = valid ? (found.data?.obstacles ?? []) : [];
  const findings = obstacles.flatMap((obstacle) => obstacle.findings ?? []);
  const land = () =>
    send(async () => {
      const result = await publishPlan(county, plan.id, { effective, name: name.trim() });
      setDone(result);
      await changingPlan(county, plan.id, () => getPlan(county, plan.id));
      await refreshCounty();
      announce(t('published', { name: name.trim(), date: format.date(result.effective) }));
    });
  if (done) return <Done name={name} published={done} close={close} />;
  return (
    <Modal
      open
      // The map stays in sight, so that the places can be shown.
      mask={findings.length === 0}
      width={860}
      title={t('publish')}
      okText={valid ? t('publishNow', { date: format.date(effective) }) : t('publish')}
      okButtonProps={{ loading: sending, disabled: !valid || !found.data || obstacles.length > 0 }}
      cancelText={t('common:action.cancel')}
      onOk={() => void land()}
      onCancel={close}
    >
      <div className={styles.form}>
        <div className={styles.pair}>
          <Field label={t('effectiveDate')} fault={valid || name.trim() === '' ? null : t('badDate')}>
            {(id, describedBy) => (
              <Input
                id={id}
                aria-describedby={describedBy}
                type="date"
                value={effective}
                status={valid || name.trim() === '' ? undefined : 'error'}
                onChange={(event) => setEffective(event.target.value)}
              />
            )}
          </Field>
          <Field label={t('divisionName')}>
            {(id) => <Input id={id} value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />}
          </Field>
        </div>
        {obstacles.length > 0 && <Obstacles obstacles={obstacles} />}
        {findings.length > 0 && <FindingList plan={plan} findings={findings} />}
        <SeeTo plan={plan} leave={close} />
        {found.error ? (
          <Refused notice={noticeOf(found.error)} />
        ) : found.data ? (
          <Outlook publication={found.data} effective={valid && !refusesDay(obstacles) ? effective : null} />
        ) : (
          <Skeleton active paragraph={{ rows: 6 }} title={false} />
        )}
        {sending && <Publishing />}
        {notice && <Refused notice={notice} />}
      </div>
    </Modal>
  );
}

/** Whether another day is wanted: what would begin on this one need not be told. */
const refusesDay = (obstacles: readonly Obstacle[]): boolean =>
  obstacles.some(({ kind }) => kind === 'not-after-last' || kind === 'past');

/** Everything that stands in the way on that day. */
function Obstacles({ obstacles }: { readonly obstacles: readonly Obstacle[] }) {
  const { t } = useTranslation('decide-plan');
  const words = useProblemWords();
  return (
    <div className={styles.obstacle} role="alert">
      <p className={styles.heading}>{t('obstacles')}</p>
      <ul>
        {obstacles.map(({ kind, detail, values }) => (
          <li key={kind}>{words({ type: 'conflict', status: 409, reason: kind, detail, values }).detail}</li>
        ))}
      </ul>
    </div>
  );
}

interface OutlookProps {
  readonly publication: Publication;
  /** null = no day on which it could begin */
  readonly effective: string | null;
}

/** Line by line what publishing does, then every code, every move, and what is left without its region. */
function Outlook({ publication, effective }: OutlookProps) {
  const { t } = useTranslation('decide-plan');
  const format = useFormat();
  const totals = changeTotals(publication);
  const codes = recoded(publication.regions);
  const { leftBehind, moves } = publication;
  const n = (value: number) => format.number(value);
  const lines = [
    ...(effective ? [t('will.date', { before: format.date(dayBefore(effective)), date: format.date(effective) })] : []),
    t('will.regions', {
      fresh: n(totals.fresh),
      gone: n(totals.gone),
      changed: n(totals.changed),
      same: n(totals.same),
    }),
    t('will.moves', {
      ...{ blocks: n(totals.blocks), households: format.households(totals.households) },
      residents: format.residents(totals.residents),
    }),
    t('will.codes', { n: n(codes.length) }),
    t(leftBehind.length > 0 ? 'will.left' : 'will.nothingLeft', { n: n(leftBehind.length) }),
    t('will.final'),
  ];
  return (
    <>
      <section aria-label={t('will.title')}>
        <h3 className={styles.heading}>{t('will.title')}</h3>
        <ul className={styles.lines}>
          {lines.map((line) => (
            <li key={line} className={styles.line}>
              · {line}
            </li>
          ))}
        </ul>
      </section>
      <Tabs
        size="small"
        items={[
          { key: 'codes', label: t('tabs.codes', { n: n(codes.length) }), children: <CodeTable regions={codes} /> },
          { key: 'moves', label: t('tabs.moves', { n: n(moves.length) }), children: <MoveTable moves={moves} /> },
          {
            key: 'left',
            label: t('tabs.left', { n: n(leftBehind.length) }),
            children: <LeftBehindTable rows={leftBehind} />,
          },
        ]}
      />
    </>
  );
}

interface DoneProps {
  readonly name: string;
  readonly published: Published;
  close(): void;
}

/** What happened, and the map on both sides of the day. */
function Done({ name, published, close }: DoneProps) {
  const { t } = useTranslation('decide-plan');
  const format = useFormat();
  const setDate = useApp((state) => state.setDate);
  const setMode = useApp((state) => state.setMode);
  const { effective } = published;
  const before = format.date(dayBefore(effective));
  const show = (day: string) => {
    setDate(day);
    setMode('map');
    close();
  };
  return (
    <Modal open title={t('publishedTitle')} footer={null} onCancel={close}>
      <div className={styles.form}>
        <p className={styles.done}>{t('published', { name, date: format.date(effective) })}</p>
        <p className={styles.words}>{t('publishedWords', { before, date: format.date(effective) })}</p>
        <div className={styles.buttons}>
          <Button type="primary" onClick={() => show(effective)}>
            {t('mapAfter', { date: format.date(effective) })}
          </Button>
          <Button onClick={() => show(dayBefore(effective))}>{t('mapBefore', { date: before })}</Button>
          <Button type="text" onClick={close}>
            {t('common:action.close')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
