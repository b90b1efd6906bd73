import { Button, Input, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { crsName, type ImportReport, type ImportSettings } from '../../../api/contract/imports.ts';
import { useFormat } from '../../i18n/format.ts';
import { useCounties } from '../../state/queries.ts';
import { FaultList } from './fault-list.tsx';
import { Field } from './field.tsx';
import { obstacle } from './import-flow.ts';
import styles from './import-panel.module.css';
import { MappingTable } from './mapping-table.tsx';
import { usePreviewOverlay } from './use-preview-overlay.ts';

interface Props {
  readonly report: ImportReport;
  readonly busy: 'rereading' | 'switching' | null;
  onReread(settings: ImportSettings): void;
  onSwitch(): void;
  onAbandon(): void;
}

/** What the file holds, what is wrong with it, and what the switch would do. */
export function PreviewStep({ report, busy, onReread, onSwitch, onAbandon }: Props) {
  const { t } = useTranslation('import-data');
  const format = useFormat();
  const [settings, setSettings] = useState(report.settings);
  const [crs, setCrs] = useState(report.settings.crs ?? '');
  const { truncated } = usePreviewOverlay(report);
  const change = (part: Partial<ImportSettings>) => setSettings({ ...settings, ...part });
  const crsIsGood = crs === '' || crsName.safeParse(crs).success;
  const wanted: ImportSettings = { ...settings, crs: crs === '' ? null : crs };
  const changed = JSON.stringify(wanted) !== JSON.stringify(report.settings);
  return (
    <div className={styles.form}>
      <section className={styles.summary}>
        <p className={`${styles.rows} tabular`}>
          {t('summary', { rows: format.number(report.rows), ready: format.number(report.ready) })}
        </p>
        <p className={styles.hint}>
          {report.fileName} → {t(`targets.${settings.target}`)}
          {truncated && ` · ${t('previewTruncated')}`}
        </p>
      </section>
      <FaultList report={report} />
      <Field label={t('policy')}>
        {(id) => (
          <Radio.Group
            id={id}
            className={styles.radios}
            value={settings.faults}
            disabled={busy !== null}
            onChange={(event) => change({ faults: event.target.value as ImportSettings['faults'] })}
            options={[
              { value: 'mend', label: t('policyMend') },
              { value: 'refuse-rows', label: t('policyRows') },
              { value: 'refuse-file', label: t('policyFile') },
            ]}
          />
        )}
      </Field>
      <details className={styles.details}>
        <summary>{t('crs')}</summary>
        <p>{t('crsAs', { name: report.crs.name, source: t(`source.${report.crs.source}`) })}</p>
        <p className={styles.hint}>{report.crs.why}</p>
        <Field label={t('changeCrs')} hint={t('crsHint')} fault={crsIsGood ? null : 'EPSG:4490 · GCJ-02 · BD-09'}>
          {(id) => (
            <Input
              id={id}
              value={crs}
              placeholder={report.crs.name}
              disabled={busy !== null}
              onChange={(event) => setCrs(event.target.value.trim().toUpperCase())}
            />
          )}
        </Field>
      </details>
      <details className={styles.details}>
        <summary>{t('mapping')}</summary>
        <MappingTable report={report} settings={settings} disabled={busy !== null} onChange={change} />
      </details>
      <Field label={t('modeLabel')}>
        {(id) => (
          <Radio.Group
            id={id}
            className={styles.radios}
            value={settings.mode}
            disabled={busy !== null}
            onChange={(event) => change({ mode: event.target.value as ImportSettings['mode'] })}
            options={[
              { value: 'replace', label: t('mode_replace') },
              { value: 'add', label: t('mode_add') },
            ]}
          />
        )}
      </Field>
      {changed ? (
        <Button
          block
          size="large"
          loading={busy === 'rereading'}
          disabled={!crsIsGood}
          onClick={() => onReread(wanted)}
        >
          {t(busy === 'rereading' ? 'rereading' : 'reread')}
        </Button>
      ) : (
        <SwitchButton report={report} busy={busy} onSwitch={onSwitch} />
      )}
      <Button type="text" block disabled={busy !== null} onClick={onAbandon}>
        {t('abandon')}
      </Button>
    </div>
  );
}

/** Says what will happen, then does it; or says what stands against it. */
function SwitchButton({ report, busy, onSwitch }: Pick<Props, 'report' | 'busy' | 'onSwitch'>) {
  const { t } = useTranslation('import-data');
  const format = useFormat();
  const counties = useCounties().data ?? [];
  const against = obstacle(report);
  const { settings, county, ready } = report;
  const countyName = counties.find(({ code }) => code === county)?.name ?? (settings.countyName || county);
  const errors = report.faults.filter((fault) => fault.severity === 'error').length;
  const target = t(`targets.${settings.target}`);
  return (
    <>
      <p className={against ? styles.blocked : styles.will}>
        {against
          ? t(`blocked.${against}`, { n: format.number(errors) })
          : t('will', { n: format.number(ready), target, county: countyName }) +
            (settings.mode === 'replace' && report.countyExists ? t('willReplace', { target }) : '')}
      </p>
      <Button
        type="primary"
        size="large"
        block
        disabled={against !== null || busy === 'rereading'}
        loading={busy === 'switching'}
        onClick={onSwitch}
      >
        {t(busy === 'switching' ? 'switching' : 'switch')}
      </Button>
    </>
  );
}
