import { Button, Popconfirm, Table, type TableColumnsType } from 'antd';
import type { TableRef } from 'antd/es/table';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditLayer, ThingRecord } from '../../../api/contract/thing-edits.ts';
import { noticeOf } from '../../api-client/http.ts';
import { changeThings, getRecord } from '../../api-client/thing-edits.ts';
import { Refused } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useApp } from '../../state/store.ts';
import { useFieldWords } from '../../state/thing-edit/field-words.ts';
import { type FormField, valueIn } from '../../state/thing-edit/form-fields.ts';
import { useChanged } from '../../state/thing-edit/use-changed.ts';
import { useSending } from '../../state/use-sending.ts';
import {
  type Cell,
  cellText,
  changesOf,
  columnsOf,
  type Edits,
  faultsIn,
  fillDown,
  hasField,
  isChanged,
  type Misread,
  NO_EDITS,
  readClipboard,
  rowFields,
  writeCells,
} from './cells.ts';
import styles from './table.module.css';

interface Props {
  readonly county: string;
  readonly layer: EditLayer;
  readonly given: readonly ThingRecord[];
  close(): void;
}

/** What was written so far; steps can be taken back one by one. */
interface Written {
  readonly edits: Edits;
  readonly misread: readonly Misread[];
}
const NOTHING: Written = { edits: NO_EDITS, misread: [] };

const WIDTH_PX = 132;
const HEAD_PX = 56;

/**
 * Rows of things, a cell of which is active: typing writes into it, a pasted block goes to the right and down from it, and
 * what it holds can be filled down. Saved as one change set.
 */
export function Sheet({ county, layer, given, close }: Props) {
  const { t } = useTranslation('edit-table');
  const format = useFormat();
  const { label, heading, word } = useFieldWords();
  const announce = useApp((state) => state.announce);
  const changed = useChanged();
  const { sending, notice, send } = useSending();
  const [records, setRecords] = useState(given);
  const [past, setPast] = useState<readonly Written[]>([NOTHING]);
  const [active, setActive] = useState<Cell>({ row: 0, column: 0 });
  /** the last row of what is marked, in the column of the active cell */
  const [lastRow, setLastRow] = useState(0);
  const [late, setLate] = useState<number | null>(null);
  /** what stands in the line was typed, and is not in the cell yet */
  const typing = useRef(false);
  const bar = useRef<HTMLInputElement>(null);
  const table = useRef<TableRef>(null);
  const columns = useMemo(() => columnsOf(layer, records), [layer, records]);
  const wordOf = (field: FormField, code: string) => word(layer, field, code);
  const { edits, misread } = past.at(-1)!;
  const sheet = { layer, records, columns };
  const changes = changesOf(sheet, edits);
  const faults = faultsIn(sheet, edits);
  const wrong = faults.length + misread.length;

  const textAt = (of: ThingRecord, column: FormField): string =>
    misread.find(({ id, field: at }) => id === of.id && at === column)?.text ??
    cellText(column, valueIn(rowFields(of, edits), column), wordOf);
  const write = (from: Cell, texts: readonly (readonly string[])[]) => {
    const done = writeCells(sheet, edits, from, texts, wordOf);
    const touched = (id: number, field: FormField) => {
      const [row, column] = [
        records.findIndex((each) => each.id === id) - from.row,
        columns.indexOf(field) - from.column,
      ];
      return texts[row]?.[column] !== undefined;
    };
    const kept = misread.filter(({ id, field }) => !touched(id, field));
    setPast([...past, { edits: done.edits, misread: [...kept, ...done.misread] }]);
    if (texts.length > 1 || (texts[0]?.length ?? 0) > 1)
      announce(t('pasted', { written: done.written, wrong: done.misread.length, left: done.left }));
  };
  const go = (cell: Cell, to = cell.row) => {
    const row = Math.max(0, Math.min(records.length - 1, cell.row));
    const column = Math.max(0, Math.min(columns.length - 1, cell.column));
    setActive({ row, column });
    setLastRow(Math.max(row, Math.min(records.length - 1, to)));
  };
  const record = records[active.row]!;
  const field = columns[active.column]!;
  const text = textAt(record, field);
  useEffect(() => {
    table.current?.scrollTo({ index: active.row });
  }, [active.row]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another cell with the same text begins anew, too
  useEffect(() => {
    const line = bar.current;
    if (!line) return;
    typing.current = false;
    line.value = text;
    // Whatever is typed next, by an input method as well, takes its place.
    if (document.activeElement === line) line.select();
  }, [active, text]);
  const toLine = () => {
    bar.current?.focus({ preventScroll: true });
    bar.current?.select();
  };
  /** What was typed goes into the cell. */
  const settle = () => {
    if (typing.current && bar.current) write(active, [[bar.current.value]]);
    typing.current = false;
  };
  const fill = () => setPast([...past, { edits: fillDown(sheet, edits, active, lastRow, wordOf), misread }]);
  const takeBack = () => past.length > 1 && setPast(past.slice(0, -1));

  /** Keys of a spreadsheet, as long as nothing is typed; then those of a line of text, until it is settled. */
  const onKey = (event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, shiftKey } = event;
    if (event.nativeEvent.isComposing) return; // the input method's own
    const command = ctrlKey || metaKey;
    const steps: Partial<Record<string, [number, number]>> = {
      ...{ ArrowUp: [-1, 0], ArrowDown: [1, 0], PageUp: [-12, 0], PageDown: [12, 0] },
      ...(typing.current ? { Tab: [0, shiftKey ? -1 : 1] } : { ArrowLeft: [0, -1], ArrowRight: [0, 1] }),
      Enter: [1, 0],
    };
    const step =
      command || (typing.current && field.control.kind === 'words' && /^Arrow/.test(key)) ? undefined : steps[key];
    if (step && shiftKey && key.startsWith('Arrow') && step[1] === 0)
      setLastRow(Math.max(active.row, Math.min(records.length - 1, lastRow + step[0])));
    else if (step) {
      settle();
      go({ row: active.row + step[0], column: active.column + step[1] });
    } else if (command && key.toLowerCase() === 'd') {
      if (typing.current) settle();
      else fill();
    } else if (command && key.toLowerCase() === 'z' && !typing.current) takeBack();
    else if ((key === 'Delete' || key === 'Backspace') && !typing.current)
      write(
        active,
        Array.from({ length: lastRow - active.row + 1 }, () => ['']),
      );
    else if (key === 'F2') {
      typing.current = true;
      bar.current?.setSelectionRange(bar.current.value.length, bar.current.value.length);
    } else if (key === 'Escape' && typing.current) {
      typing.current = false;
      if (bar.current) bar.current.value = text;
      toLine();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPaste = (event: ClipboardEvent) => {
    const block = readClipboard(event.clipboardData.getData('text/plain'));
    const single = block.length === 1 && block[0]?.length === 1;
    if (single && typing.current) return; // into the text
    event.preventDefault();
    // One cell goes into all that are marked, as in a spreadsheet.
    write(active, single ? Array.from({ length: lastRow - active.row + 1 }, () => block[0]!) : block);
  };
  const onCopy = (event: ClipboardEvent) => {
    if (typing.current) return;
    event.preventDefault();
    const lines = records.slice(active.row, lastRow + 1).map((each) => textAt(each, field));
    event.clipboardData.setData('text/plain', lines.join('\n'));
  };

  const save = () =>
    send(async () => {
      setLate(null);
      try {
        changed(await changeThings(county, changes));
        close();
      } catch (error) {
        const { type, step } = noticeOf(error);
        const at = step === undefined ? undefined : changes[step];
        if (at && 'id' in at) {
          const row = records.findIndex(({ id }) => id === at.id);
          go({ row, column: active.column });
          if (type === 'stale-version') {
            const now = await getRecord(county, layer, at.id);
            setRecords(records.with(row, now));
            setLate(row);
          }
        }
        throw error;
      }
    });

  const titleOf = (of: ThingRecord, row: number): string => {
    const { name, streetName, houseNumber } = rowFields(of, edits);
    return String(name || [streetName, houseNumber].filter(Boolean).join(' ') || t('row', { n: row + 1 }));
  };
  const shown: TableColumnsType<ThingRecord> = [
    {
      title: '#',
      width: HEAD_PX,
      fixed: 'left',
      render: (_, record, row) => (
        <span className={`${styles.number} tabular`} title={record.editable ? undefined : t('notYours')}>
          {row + 1}
          {edits.has(record.id) && ' •'}
        </span>
      ),
    },
    ...columns.map((field, column): TableColumnsType<ThingRecord>[number] => ({
      title: heading(field),
      key: `${field.attribute}-${field.name}`,
      width: field.control.kind === 'number' ? 104 : WIDTH_PX,
      render: (_, record, row) => {
        const isWrong =
          misread.some(({ id, field: of }) => id === record.id && of === field) ||
          faults.some((each) => each.row === row && each.field === field);
        const said = textAt(record, field);
        return (
          <button
            type="button"
            tabIndex={-1}
            className={styles.cell}
            aria-label={said === '' ? t('cell', { thing: row + 1, field: label(field) }) : undefined}
            data-active={active.row === row && active.column === column}
            data-marked={active.column === column && row >= active.row && row <= lastRow}
            data-changed={isChanged(layer, record, edits, field)}
            data-wrong={isWrong}
            data-none={!record.editable || !hasField(layer, rowFields(record, edits), field)}
            onClick={(event) => {
              if (event.shiftKey && column === active.column && row > active.row) setLastRow(row);
              else go({ row, column });
              toLine();
            }}
          >
            {said}
          </button>
        );
      },
    })),
  ];
  const words = field.control.kind === 'words' ? field.control.words.map((code) => wordOf(field, code)) : [];
  const listId = useId();
  const barId = useId();
  return (
    <div className={styles.sheet}>
      <div className={styles.line}>
        <label htmlFor={barId} className={styles.where}>
          {t('cell', { thing: titleOf(record, active.row), field: label(field) })}
        </label>
        <input
          id={barId}
          ref={bar}
          className={styles.bar}
          list={words.length > 0 ? listId : undefined}
          autoComplete="off"
          readOnly={!record.editable || !hasField(layer, rowFields(record, edits), field)}
          defaultValue={text}
          onInput={() => {
            typing.current = true;
          }}
          onKeyDown={onKey}
          onPaste={onPaste}
          onCopy={onCopy}
          onBlur={settle}
        />
        <datalist id={listId}>
          {words.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
        <Button size="small" disabled={lastRow === active.row} onClick={fill}>
          {t('fillDown')}
        </Button>
        <Button size="small" disabled={lastRow === records.length - 1} onClick={() => setLastRow(records.length - 1)}>
          {t('toLast')}
        </Button>
        <Button size="small" disabled={past.length === 1} onClick={takeBack}>
          {t('takeBack')}
        </Button>
      </div>
      <fieldset className={styles.grid} aria-label={t('grid', { rows: records.length })}>
        <Table
          ref={table}
          virtual
          size="small"
          pagination={false}
          scroll={{ x: HEAD_PX + columns.length * WIDTH_PX, y: Math.max(200, window.innerHeight - 330) }}
          rowKey="id"
          columns={shown}
          dataSource={[...records]}
        />
      </fieldset>
      {wrong > 0 && (
        <div className={styles.faults} role="alert">
          <p>{t('wrong', { n: format.number(wrong) })}</p>
          <ul>
            {[
              ...misread.map(({ id, field: of, text }) => ({
                row: records.findIndex((each) => each.id === id),
                of,
                text,
              })),
              ...faults.map(({ row, field: of }) => ({ row, of, text: textAt(records[row]!, of) })),
            ]
              .slice(0, 8)
              .map(({ row, of, text }) => (
                <li key={`${row} ${of.name}`}>
                  <button
                    type="button"
                    className={styles.fault}
                    onClick={() => {
                      go({ row, column: columns.indexOf(of) });
                      toLine();
                    }}
                  >
                    {t('wrongCell', { row: row + 1, field: label(of), text })}
                  </button>
                </li>
              ))}
          </ul>
        </div>
      )}
      {late !== null && <p className={styles.late}>{t('late', { row: late + 1 })}</p>}
      {notice && <Refused notice={notice} />}
      <div className={styles.buttons}>
        <Button
          type="primary"
          loading={sending}
          disabled={changes.length === 0 || wrong > 0}
          onClick={() => void save()}
        >
          {changes.length === 0 ? t('save') : t('saveRows', { n: format.number(changes.length) })}
        </Button>
        <Popconfirm
          title={t('drop')}
          okText={t('dropSure')}
          cancelText={t('goOn')}
          disabled={past.length === 1}
          onConfirm={close}
        >
          <Button onClick={past.length === 1 ? close : undefined}>{t('common:action.cancel')}</Button>
        </Popconfirm>
        <p className={styles.hint}>{t('hint')}</p>
      </div>
    </div>
  );
}
