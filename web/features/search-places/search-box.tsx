import { CloseCircleFilled, SearchOutlined } from '@ant-design/icons';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchResult } from '../../../api/contract/things.ts';
import { THING_LAYERS, type ThingLayer } from '../../../api/contract/words.ts';
import { noticeOf } from '../../api-client/http.ts';
import { boundsOfPoint } from '../../state/bounds.ts';
import { queryClient, regionsQuery } from '../../state/queries.ts';
import type { Selection } from '../../state/selection.ts';
import { store, useApp } from '../../state/store.ts';
import { ResultRow } from './result-row.tsx';
import styles from './search-box.module.css';
import { useSearch } from './use-search.ts';

const INPUT_ID = 'search-places-input';

export function focusSearch(): void {
  const input = document.getElementById(INPUT_ID);
  if (input instanceof HTMLInputElement) {
    input.focus();
    input.select();
  }
}

/** What a result selects; a layer without an inspector only flies there. */
function selectionOf({ layer, id }: SearchResult): Selection | null {
  if (layer === 'region') return { layer, id };
  return (THING_LAYERS as readonly string[]).includes(layer) ? { layer: layer as ThingLayer, id } : null;
}

/** Goes to a result: a region is shown whole, anything else from near. */
function openResult(result: SearchResult): void {
  const { county, date, select, flyTo } = store.getState();
  const regions = county ? queryClient.getQueryData(regionsQuery(county, date).queryKey)?.regions : undefined;
  const region = result.layer === 'region' ? regions?.find(({ id }) => id === result.id) : undefined;
  select(selectionOf(result));
  flyTo(region?.bounds ?? boundsOfPoint(result.at));
}

/** Search by name, code and address; a combobox whose list the arrows walk. */
export function SearchBox() {
  const { t } = useTranslation('search-places');
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const root = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const announce = useApp((state) => state.announce);
  const query = useSearch(text);
  const results = text.trim() ? (query.data ?? []) : [];
  const settled = !query.isFetching && text.trim() !== '';
  const count = query.data?.length;

  useEffect(() => {
    if (settled && open && count !== undefined) announce(t('found', { n: count }));
  }, [settled, open, count, announce, t]);
  useEffect(() => {
    const onPointer = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', onPointer, true);
    return () => document.removeEventListener('pointerdown', onPointer, true);
  }, []);

  const choose = (result: SearchResult | undefined) => {
    if (!result) return;
    openResult(result);
    announce(t('flown', { name: result.name }));
    setOpen(false);
    // The map's own keys work again.
    input.current?.blur();
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    // While a Chinese input method composes, the keys are its own.
    if (event.nativeEvent.isComposing) return;
    switch (event.key) {
      case 'ArrowDown':
        setActive(Math.min(active + 1, results.length - 1));
        break;
      case 'ArrowUp':
        setActive(Math.max(active - 1, 0));
        break;
      case 'Enter':
        choose(results[active]);
        break;
      case 'Escape':
        if (open && text) setOpen(false);
        else event.currentTarget.blur();
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  const shown = open && text.trim() !== '';
  return (
    <div ref={root} className={styles.root}>
      <SearchOutlined className={styles.icon} aria-hidden="true" />
      <input
        ref={input}
        id={INPUT_ID}
        className={styles.input}
        role="combobox"
        type="text"
        autoComplete="off"
        spellCheck={false}
        value={text}
        placeholder={t('placeholder')}
        aria-label={t('label')}
        aria-expanded={shown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={shown && results[active] ? `${listId}-${active}` : undefined}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onKeyDown={onKey}
      />
      {text ? (
        <button
          type="button"
          className={styles.clear}
          aria-label={t('clear')}
          onClick={() => {
            setText('');
            focusSearch();
          }}
        >
          <CloseCircleFilled />
        </button>
      ) : (
        <span className={styles.key} aria-hidden="true">
          /
        </span>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and who has no wheel scrolls it with the arrows */}
      <div className={styles.sheet} hidden={!shown} tabIndex={0}>
        <div id={listId} role="listbox" tabIndex={-1} aria-label={t('results')}>
          {results.map((result, index) => (
            <ResultRow
              key={`${result.layer}-${result.id}`}
              id={`${listId}-${index}`}
              result={result}
              active={index === active}
              onPoint={() => setActive(index)}
              onChoose={() => choose(result)}
            />
          ))}
        </div>
        {results.length === 0 && (
          <div className={styles.note}>
            {query.error ? (
              <p role="alert">{t(`common:error.notice.${noticeOf(query.error).type}`)}</p>
            ) : settled ? (
              <>
                <p>{t('none', { text: text.trim() })}</p>
                <p className={styles.hint}>{t('noneHint')}</p>
              </>
            ) : (
              <p>{t('searching')}</p>
            )}
          </div>
        )}
      </div>
    </div>
  );
}
