import { Button, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportReport, ImportSettings, TableSettings } from '../../../api/contract/imports.ts';
import { useFormat } from '../../i18n/format.ts';
import { Field } from '../../ui/field.tsx';
import { Disclosure } from './disclosure.tsx';
import { guessTarget, type LayerOf, layerWord } from './import-flow.ts';
import styles from './import-panel.module.css';

interface Props {
  readonly report: ImportReport;
  readonly settings: ImportSettings;
  onChange(part: Partial<ImportSettings>): void;
}

/** Which layer of the file is read, and where a table has its places; nothing for a file that is plain. */
export function FileSettings({ report, settings, onChange }: Props) {
  const { t } = useTranslation('import-data');
  const tableWords = useTableWords();
  const layer = settings.layer ?? report.layer;
  return (
    <>
      {report.layers.length > 1 && (
        <Disclosure title={t(layerWord(report))} value={layer ?? ''}>
          <LayerSelect
            file={report}
            layer={layer}
            onChange={(chosen) => onChange({ ...inLayer(chosen, settings), ...ANEW, table: null })}
          />
        </Disclosure>
      )}
      {report.table && (
        <Disclosure title={t('table')} value={tableWords(report.table)}>
          <TableColumns
            key={JSON.stringify(report.table)}
            report={report}
            table={report.table}
            onChange={(table) => onChange({ table, ...(table.headerRow === report.table?.headerRow ? {} : ANEW) })}
          />
        </Disclosure>
      )}
    </>
  );
}

/** Other columns: their fields are guessed anew. */
const ANEW = { mapping: {}, where: '' } as const;

/** What a layer is called often says what it holds. */
function inLayer(layer: string, { target }: ImportSettings): Partial<ImportSettings> {
  const guess = guessTarget(layer) ?? target;
  return guess === target
    ? { layer }
    : { layer, target: guess, level: guess === 'regions' ? 'community' : null, constants: {} };
}

/** The layers of a file by name, with their rows where these are known. */
export function LayerSelect({
  file,
  layer,
  onChange,
}: {
  readonly file: LayerOf;
  readonly layer: string | null;
  onChange(layer: string): void;
}) {
  const { t } = useTranslation('import-data');
  const format = useFormat();
  const { layers } = file;
  return (
    <Field label={t(layerWord(file))} hint={t('layerHint', { n: format.number(layers.length) })}>
      {(id, describedBy) => (
        <Select
          id={id}
          aria-describedby={describedBy}
          value={layer}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={onChange}
          options={layers.map(({ name, rows }) => ({
            value: name,
            label: rows === null ? name : t('layerRows', { name, rows: format.number(rows) }),
          }))}
        />
      )}
    </Field>
  );
}

/** Says how a table was read: "经度列“X”，纬度列“Y”". */
export function useTableWords(): (table: TableSettings) => string {
  const { t } = useTranslation('import-data');
  return ({ x, y, wkt }) => {
    if (wkt !== '') return t('tableGeometry', { wkt });
    return x === '' || y === '' ? t('tableNone') : t('tablePlaces', { x, y });
  };
}

/** The header's row and the columns of places; taken together, since one without the other is no place. */
export function TableColumns({
  report,
  table,
  onChange,
}: {
  readonly report: ImportReport;
  readonly table: TableSettings;
  onChange(table: TableSettings): void;
}) {
  const { t } = useTranslation('import-data');
  const [wanted, setWanted] = useState(table);
  const otherHeader = wanted.headerRow !== table.headerRow;
  const names = [...new Set([...report.fields.map(({ name }) => name), ...(table.wkt ? [table.wkt] : [])])];
  const columns = [{ value: '', label: t('columnNone') }, ...names.map((name) => ({ value: name, label: name }))];
  const column = (key: 'x' | 'y' | 'wkt', label: string, hint?: string) => (
    <Field label={label} hint={hint}>
      {(id, describedBy) => (
        <Select
          id={id}
          aria-describedby={describedBy}
          value={wanted[key]}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(name: string) =>
            setWanted({ ...wanted, ...(key === 'wkt' ? name !== '' && { x: '', y: '' } : { wkt: '' }), [key]: name })
          }
          options={columns}
        />
      )}
    </Field>
  );
  return (
    <div className={styles.form}>
      <Field label={t('headerRow')} hint={t('headerRowHint')}>
        {(id, describedBy) => (
          <InputNumber
            id={id}
            aria-describedby={describedBy}
            min={1}
            max={1000}
            precision={0}
            value={wanted.headerRow}
            onChange={(row) => setWanted({ ...wanted, headerRow: row })}
          />
        )}
      </Field>
      {!otherHeader && (
        <>
          {column('x', t('columnX'))}
          {column('y', t('columnY'))}
          {column('wkt', t('columnGeometry'), t('columnGeometryHint'))}
        </>
      )}
      <div className={styles.line}>
        <Button
          type="primary"
          disabled={wanted.headerRow === null || JSON.stringify(wanted) === JSON.stringify(table)}
          // Under another header the columns have other names: they are made out anew.
          onClick={() => onChange(otherHeader ? { ...wanted, x: '', y: '', wkt: '' } : wanted)}
        >
          {t('tableApply')}
        </Button>
      </div>
    </div>
  );
}
