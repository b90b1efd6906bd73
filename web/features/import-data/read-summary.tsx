import { AimOutlined } from '@ant-design/icons';
import { distance } from '@turf/turf';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../api/contract/imports.ts';
import { useFormat } from '../../i18n/format.ts';
import type { Bounds } from '../../state/bounds.ts';
import { crsWords } from './crs-setting.tsx';
import { useTableWords } from './file-settings.tsx';
import { layerWord } from './import-flow.ts';
import { useImportWords } from './import-words.ts';
import styles from './read-summary.module.css';
import { useShowPlace } from './show-place.ts';

interface Props {
  readonly report: ImportReport;
  /** how many features the map draws, when not all */
  readonly drawn: number | null;
  /** why the map draws none; '' when it does */
  readonly notDrawn: string;
}

/** What was read: rows, fields, system, extent, source. */
export function ReadSummary({ report, drawn, notDrawn }: Props) {
  const { t } = useTranslation('import-data');
  const format = useFormat();
  const show = useShowPlace();
  const words = useImportWords();
  const { fileName, countyExists, rows, ready, fields, crs, bounds, attribution } = report;
  const goesTo = countyExists ? 'goesTo' : report.settings.countyName ? 'goesToNew' : 'goesToUnnamed';
  return (
    <section className={styles.summary} aria-label={fileName}>
      <p className={styles.file}>{fileName}</p>
      <p>{t(goesTo, { county: words.county(report), code: report.county })}</p>
      <FileKind report={report} />
      <p className="tabular">
        {t('fileRead', { rows: format.number(rows), fields: format.number(fields.length) })}
        {' · '}
        <strong className={ready === 0 ? styles.none : undefined}>
          {ready === 0 ? t('readyNone') : t('readySome', { ready: format.number(ready) })}
        </strong>
      </p>
      <p className={styles.hint}>{t(`crsWhy.${crs.source}`, { name: crsWords(crs.name, t) })}</p>
      {bounds && (
        <p className={`${styles.hint} ${styles.extent} tabular`}>
          <span>{t('extent', sizeOf(bounds, format.distance))}</span>
          <Button type="link" size="small" icon={<AimOutlined />} className={styles.fly} onClick={() => show(bounds)}>
            {t('showExtent')}
          </Button>
        </p>
      )}
      {attribution && <p className={styles.hint}>{t('attributionSays', { text: attribution })}</p>}
      {Number(report.outcome.skipped ?? 0) > 0 && (
        <details className={styles.skipped}>
          <summary>{t('skips', { n: format.number(Number(report.outcome.skipped)) })}</summary>
          <p lang="en">{report.outcome.skippedKinds}</p>
        </details>
      )}
      {drawn !== null && <p className={styles.hint}>{t('previewTruncated', { n: format.number(drawn) })}</p>}
      {notDrawn && <p className={styles.none}>{t('previewFailed', { why: notDrawn })}</p>}
    </section>
  );
}

/** The file's format, which of its layers was read, and where a table has its places. */
function FileKind({ report }: { readonly report: ImportReport }) {
  const { t } = useTranslation('import-data');
  const number = useFormat().number;
  const tableWords = useTableWords();
  const { format, layers, layer, table } = report;
  if (format === null || format === 'geojson') return null;
  const kind = t(`format.${format}`);
  const words = { format: kind, layer: t(layerWord(report)), name: layer, n: number(layers.length) };
  return (
    <p className={styles.hint}>
      {layers.length > 1 ? t('ofLayers', words) : kind}
      {table && ` · ${tableWords(table)}`}
    </p>
  );
}

/** Across the middle, and from south to north. */
function sizeOf([west, south, east, north]: Bounds, words: (metres: number) => string) {
  const middle = (south + north) / 2;
  const metres = { units: 'meters' } as const;
  return {
    width: words(distance([west, middle], [east, middle], metres)),
    height: words(distance([west, south], [west, north], metres)),
  };
}
