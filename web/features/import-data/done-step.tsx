import { CheckCircleFilled } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../api/contract/imports.ts';
import { useFormat } from '../../i18n/format.ts';
import { useApp } from '../../state/store.ts';
import { FaultList } from './fault-list.tsx';
import { changedThings, layerWord, replacedLayers } from './import-flow.ts';
import { KeepLink } from './import-history.tsx';
import styles from './import-panel.module.css';
import { importStore, useImport } from './import-store.ts';
import { useImportWords } from './import-words.ts';

/** What was written, what was not, and the way to see it. */
export function DoneStep({ report }: { readonly report: ImportReport }) {
  const { t } = useTranslation('import-data');
  const words = useImportWords();
  const openCounty = useApp((state) => state.openCounty);
  const setMode = useApp((state) => state.setMode);
  const setSheet = useApp((state) => state.setSheet);
  const flyTo = useApp((state) => state.flyTo);
  const [next] = useImport((state) => state.waiting);
  // The server has dropped the file; the page still has it, unless it was loaded anew.
  const isHere = useImport((state) => state.file?.name === report.fileName);
  const hasOtherLayers = isHere && report.layers.length > 1;
  const county = words.county(report);
  const listOutside = () => {
    openCounty(report.county);
    setMode('map');
    setSheet('full');
  };
  const show = () => {
    openCounty(report.county);
    setMode('map');
    setSheet('peek');
    if (report.bounds) flyTo(report.bounds);
  };
  return (
    <div className={styles.form}>
      <section className={styles.done}>
        <p className={styles.doneTitle}>
          <CheckCircleFilled /> {t('doneTitle')}
        </p>
        <p>{t('doneText', { name: report.fileName, county })}</p>
      </section>
      <Outcome report={report} />
      {report.faultTotal > 0 && <FaultList report={report} />}
      {Number(report.outcome.outsideBlocks ?? 0) > 0 && (
        <Button type="link" className={styles.link} onClick={listOutside}>
          {t('outsideList')}
        </Button>
      )}
      <div className={styles.footer}>
        <Button type="primary" size="large" block className={styles.cut} onClick={show}>
          {t('open', { county })}
        </Button>
        <div className={styles.keep}>
          <KeepLink report={report} format="xlsx" label={t('keepReport')} />
          {report.faultTotal > 0 && <KeepLink report={report} format="csv" label={t('keepFaults')} />}
        </div>
        {hasOtherLayers && (
          <Button size="large" block onClick={() => importStore.getState().again('another-layer')}>
            {t('anotherLayer', { layer: t(layerWord(report)) })}
          </Button>
        )}
        <Button type="text" size="large" block onClick={() => importStore.getState().again()}>
          {next ? t('nextFile', { name: next.name }) : t('again')}
        </Button>
      </div>
    </div>
  );
}

/** Amounts in the order of a report: written, changed, left out. */
function Outcome({ report }: { readonly report: ImportReport }) {
  const { t } = useTranslation('import-data');
  const format = useFormat();
  const words = useImportWords();
  const { outcome, settings } = report;
  const n = (key: string) => Number(outcome[key] ?? 0);
  const rows: (readonly [string, string] | false)[] = [
    (words.written(report) !== '' || settings.mode !== 'update') && [t('written'), words.written(report)],
    ...changedThings(report).map(
      ([layer, amount]) =>
        [t('outcome.changed', { target: t(`common:layer.${layer}`) }), words.amount(layer, amount)] as const,
    ),
    n('blocks') > 0 && settings.target !== 'blocks' && [t('common:layer.block'), format.number(n('blocks'))],
    n('mergedBlocks') > 0 && [t('outcome.mergedBlocks'), format.number(n('mergedBlocks'))],
    n('deadEnds') > 0 && [t('outcome.deadEnds'), format.number(n('deadEnds'))],
    ...replacedLayers(settings).map(
      (layer) =>
        n(`${layer}Replaced`) > 0 &&
        ([
          t('outcome.replaced', { target: t(`common:layer.${layer}`) }),
          format.number(n(`${layer}Replaced`)),
        ] as const),
    ),
    ...replacedLayers(settings).map(
      (layer) => n(`${layer}Unlinked`) > 0 && ([t('outcome.unlinked'), format.number(n(`${layer}Unlinked`))] as const),
    ),
    ...(
      ['populations', 'keptByHand', 'mended', 'refused', 'skipped', 'outsideBlocks', 'residentsSharedOut'] as const
    ).map((key) => n(key) > 0 && ([t(`outcome.${key}`), format.number(n(key))] as const)),
    typeof outcome.validFrom === 'string' && [t('outcome.validFrom'), outcome.validFrom],
  ];
  return (
    <>
      <dl className={`${styles.outcome} tabular`}>
        {rows
          .filter((row) => row !== false)
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {n('residentsSharedOut') > 0 && <p className={styles.hint}>{t('estimated')}</p>}
      {typeof outcome.skippedKinds === 'string' && (
        <details className={styles.more}>
          <summary>{t('skippedKinds')}</summary>
          <p className={styles.hint} lang="en">
            {outcome.skippedKinds}
          </p>
        </details>
      )}
    </>
  );
}
