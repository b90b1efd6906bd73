import { RightOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditLayer, Worklist, WorklistKind, Worklists } from '../../../api/contract/thing-edits.ts';
import { noticeOf } from '../../api-client/http.ts';
import { getWorklist, getWorklists } from '../../api-client/worklists.ts';
import { Failure } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { boundsOfPoint } from '../../state/bounds.ts';
import { useMyRoles } from '../../state/plan-life.ts';
import { useApp } from '../../state/store.ts';
import { mayKeepThings } from '../../state/thing-edit/editing.ts';
import { useFieldWords } from '../../state/thing-edit/field-words.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import styles from './worklist-panel.module.css';

type ListLayer = EditLayer | 'region';
type List = Worklists['lists'][number];
type Row = Worklist['rows'][number];

/** What should be looked at, and why; a press leads to the thing and opens its form. */
export function WorklistPanel() {
  const keeps = mayKeepThings(useMyRoles());
  return keeps ? <Lists /> : null;
}

function Lists() {
  const { t } = useTranslation('worklists');
  const county = useApp((state) => state.county) ?? '';
  const query = useQuery({ queryKey: ['worklists', county], queryFn: ({ signal }) => getWorklists(county, signal) });
  return (
    <Section title={t('title')}>
      {query.error && <Failure notice={noticeOf(query.error)} retry={() => void query.refetch()} />}
      {!query.error && !query.data && <SkeletonLines label={t('common:panel.loading')} lines={5} />}
      {query.data?.lists.map((list) => (
        <ListPart key={list.kind} list={list} />
      ))}
    </Section>
  );
}

function ListPart({ list: { kind, total, layers } }: { readonly list: List }) {
  const { t } = useTranslation('worklists');
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const [layer, setLayer] = useState<ListLayer | null>(null);
  const id = useId();
  if (total === 0)
    return (
      <p className={styles.list} data-empty="true">
        <span className={styles.name}>{t(`kind.${kind}`)}</span>
        <span className={styles.done}>{t('done')}</span>
      </p>
    );
  return (
    <>
      <button
        type="button"
        className={styles.list}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <RightOutlined aria-hidden="true" className={styles.arrow} rotate={open ? 90 : 0} />
        <span className={styles.name}>{t(`kind.${kind}`)}</span>
        <span className={`${styles.count} tabular`}>{format.number(total)}</span>
      </button>
      {open && (
        <div id={id} className={styles.open}>
          <p className={styles.why}>{t(`why.${kind}`)}</p>
          {layers.length > 1 && (
            <fieldset className={styles.layers} aria-label={t('layers')}>
              {[null, ...layers.map((each) => each.layer)].map((each) => (
                <Button
                  key={each ?? 'all'}
                  variant={each === layer ? 'primary' : 'default'}
                  aria-pressed={each === layer}
                  onClick={() => setLayer(each)}
                >
                  {each ? t(`common:thing.${each}`) : t('all')}{' '}
                  <span className="tabular">
                    {format.number(each ? layers.find((own) => own.layer === each)!.total : total)}
                  </span>
                </Button>
              ))}
            </fieldset>
          )}
          <InTable kind={kind} layers={layers.map((each) => each.layer)} chosen={layer} />
          <Rows kind={kind} layer={layer} />
        </div>
      )}
    </>
  );
}

interface InTableProps {
  readonly kind: WorklistKind;
  readonly layers: readonly ListLayer[];
  readonly chosen: ListLayer | null;
}

/** A table holds things of one sort: the one chosen, or the only one. */
function InTable({ kind, layers, chosen }: InTableProps) {
  const { t } = useTranslation('worklists');
  const openTable = useApp((state) => state.openTable);
  const layer = chosen ?? (layers.length === 1 ? layers[0]! : null);
  if (layer === null || layer === 'region') return null;
  return (
    <p className={styles.inTable}>
      <Button variant="link" onClick={() => openTable({ layer, region: null, list: kind })}>
        {t('inTable')}
      </Button>
    </p>
  );
}

function Rows({ kind, layer }: { readonly kind: WorklistKind; readonly layer: ListLayer | null }) {
  const { t } = useTranslation('worklists');
  const county = useApp((state) => state.county) ?? '';
  const query = useInfiniteQuery({
    queryKey: ['worklist', county, kind, layer],
    queryFn: ({ pageParam, signal }) => getWorklist(county, kind, layer, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  if (query.error) return <Failure notice={noticeOf(query.error)} retry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines label={t('common:panel.loading')} lines={3} />;
  return (
    <>
      <ul>
        {query.data.pages
          .flatMap(({ rows }) => rows)
          .map((row) => (
            <li key={`${row.layer}-${row.id}`}>
              <RowButton row={row} />
            </li>
          ))}
      </ul>
      {query.hasNextPage && (
        <div className={styles.next}>
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
    </>
  );
}

function RowButton({ row: { layer, id, kind, name, at, doubt, code } }: { readonly row: Row }) {
  const { t } = useTranslation('worklists');
  const { word } = useFieldWords();
  const select = useApp((state) => state.select);
  const flyTo = useApp((state) => state.flyTo);
  const editThing = useApp((state) => state.editThing);
  const setSheet = useApp((state) => state.setSheet);
  const selected = useApp(({ selection }) => selection?.layer === layer && selection.id === id);
  const press = () => {
    if (layer !== 'party_org') select({ layer, id });
    if (at) flyTo(boundsOfPoint(at));
    if (layer === 'region') return;
    editThing({ kind: 'change', layer, id });
    setSheet('half');
  };
  const kindWord =
    layer === 'region'
      ? t(`common:kind.${kind}`)
      : layer === 'compound'
        ? t('common:thing.compound')
        : word(layer, { name: 'kind', attribute: false }, kind);
  return (
    <button type="button" className={styles.row} data-selected={selected} onClick={press}>
      <span className={styles.thing}>{name || t('unnamed', { id })}</span>
      <span className={styles.kind}>{kindWord}</span>
      {doubt && (
        <span className={styles.doubt}>
          {t(`doubt.${doubt}`)}
          {code && <span className="tabular"> {code}</span>}
        </span>
      )}
    </button>
  );
}
