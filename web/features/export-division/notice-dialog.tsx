import { Button, Input, Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan } from '../../../api/contract/plans.ts';
import { today } from '../../../api/contract/today.ts';
import { noticeOf } from '../../api-client/http.ts';
import { Failure } from '../../i18n/failure.tsx';
import { useCounty } from '../../state/queries.ts';
import { saveBlob } from '../../state/save-blob.ts';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { Field } from '../../ui/field.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import { drawNotice, type Notice } from './notice/draw-notice.ts';
import { drawTables, type NoticeTable } from './notice/draw-tables.ts';
import { fileName, pdfOf, pngOf } from './notice/files.ts';
import { loadLetters, pageFamily } from './notice/letters.ts';
import { PAGE_PX } from './notice/page.ts';
import styles from './notice-dialog.module.css';
import { useNotice } from './use-notice.ts';

interface Props {
  readonly plan: Plan;
  close(): void;
}

/** The sheet that is put up for the public: looked at first, then saved as it is seen. */
export function NoticeDialog({ plan, close }: Props) {
  const { t } = useTranslation('export-division');
  const county = useCounty().data;
  const kind = t(`common:kind.${plan.level}`);
  const [title, setTitle] = useState<string | null>(null);
  const [issuer, setIssuer] = useState('');
  const heading = title ?? t('notice.title', { county: county?.name ?? '', kind });
  const { notice, error, refetch } = useNotice(plan, heading, issuer);
  const canvas = useRef<HTMLCanvasElement>(null);
  const behind = useRef<HTMLDivElement>(null);
  const drawn = useDrawing(canvas, behind, notice);
  const { saving, saved, failure, save } = useSaving(plan, canvas, behind, heading);
  const ready = drawn !== null && drawn === notice;
  const button = (form: 'png' | 'pdf', type?: 'primary') => (
    <Button key={form} type={type} disabled={!ready} aria-busy={saving === form} onClick={() => void save(form)}>
      {t(`notice.${form}`)}
    </Button>
  );
  return (
    <Modal
      open
      width="min(1180px, 96vw)"
      style={{ top: 24 }}
      title={t('notice.dialog', { title: plan.title })}
      onCancel={close}
      footer={[
        <Button key="close" onClick={close}>
          {t('common:action.close')}
        </Button>,
        button('png'),
        button('pdf', 'primary'),
      ]}
    >
      <div className={styles.form}>
        <div className={styles.fields}>
          <Field label={t('notice.titleField')}>
            {(id) => (
              <Input id={id} value={heading} maxLength={80} onChange={(event) => setTitle(event.target.value)} />
            )}
          </Field>
          <Field label={t('notice.issuerField')}>
            {(id) => (
              <Input id={id} value={issuer} maxLength={60} onChange={(event) => setIssuer(event.target.value)} />
            )}
          </Field>
        </div>
        {error ? (
          <Failure notice={noticeOf(error)} retry={() => void refetch()} />
        ) : (
          !drawn && <SkeletonLines label={t('notice.drawing')} lines={8} />
        )}
        <canvas
          ref={canvas}
          className={styles.sheet}
          hidden={!drawn}
          width={PAGE_PX.width}
          height={PAGE_PX.height}
          role="img"
          aria-label={notice ? [heading, ...notice.texts.changeLines].join('\n') : heading}
          aria-busy={!ready}
        />
        {drawn && <p className={styles.hint}>{t('notice.pages')}</p>}
        <div
          ref={behind}
          className={styles.behind}
          hidden={!drawn}
          role="img"
          aria-label={notice?.tables.map(readAloud).join('\n') ?? ''}
        />
        <p role="status" className={styles.status}>
          {saving ? t('making') : saved && t('notice.saved', { name: saved })}
        </p>
        {failure && <Refusal title={t('notice.failed')} detail={failure.detail} lang="en" />}
      </div>
    </Modal>
  );
}

/** An element of the page, once it is there. */
interface Held<Element> {
  readonly current: Element | null;
}

/** Typing rests for so long before the sheet is drawn anew. */
const REST_MS = 250;

/** Draws whenever what is to be drawn has changed. */
function useDrawing(canvas: Held<HTMLCanvasElement>, behind: Held<HTMLElement>, notice: Notice | null): Notice | null {
  const [drawn, setDrawn] = useState<Notice | null>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!notice) return;
    let left = false;
    const draw = async () => {
      const family = pageFamily();
      await loadLetters(family, lettersOf(notice));
      if (left || !canvas.current) return;
      drawNotice(canvas.current, family, notice);
      behind.current?.replaceChildren(...drawTables(family, notice.texts.title, notice.tables));
      isFirst.current = false;
      setDrawn(notice);
    };
    const timer = setTimeout(() => void draw(), isFirst.current ? 0 : REST_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [canvas, behind, notice]);
  return drawn;
}

const readAloud = ({ title, rows }: NoticeTable): string => [title, ...rows.map((row) => row.join(' '))].join('\n');

const lettersOf = ({ content, ground, tables, texts, words }: Notice): string =>
  JSON.stringify([
    texts,
    tables,
    ground.stations,
    [...ground.lines, ...ground.waters].map(({ name }) => name),
    texts.scale(1234567890),
    words.north,
    words.distance(1),
    words.distance(1234.5),
  ]) + [...content.before, ...content.after].map(({ region }) => words.nameOf(region)).join('');

function useSaving(plan: Plan, canvas: Held<HTMLCanvasElement>, behind: Held<HTMLElement>, title: string) {
  const { t } = useTranslation('export-division');
  const county = useCounty().data?.name ?? '';
  const announce = useApp((state) => state.announce);
  const [form, setForm] = useState<'png' | 'pdf'>('png');
  const [saved, setSaved] = useState<string | null>(null);
  const { sending, notice: failure, send } = useSending();
  const save = async (wanted: 'png' | 'pdf') => {
    if (sending) return;
    setForm(wanted);
    setSaved(null);
    await send(async () => {
      const sheet = canvas.current!;
      const pages = [sheet, ...(behind.current?.querySelectorAll('canvas') ?? [])];
      const blob = await (wanted === 'png' ? pngOf(sheet) : pdfOf(pages, title));
      const name = `${fileName(county, plan.title, t('notice.open'), today())}.${wanted}`;
      saveBlob(blob, name);
      setSaved(name);
      announce(t('notice.saved', { name }));
    });
  };
  return { saving: sending ? form : null, saved, failure, save };
}
