import { useCallback, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMap } from '../../map/handle.ts';
import { useOverlay } from '../../map/overlay-registry.ts';
import { useApp } from '../../state/store.ts';
import { useThemeName } from '../../state/theme-name.ts';
import { coverOf, NO_BARS } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { usePhone } from '../../ui/use-media.ts';
import styles from './draw-tool.module.css';
import { DRAW_TOOL, draw, takeBack, useDrawing } from './drawing.ts';
import { drawingLayers } from './drawing-layers.ts';
import { beginAnew, canClose, close, dropCorner, middleOf, moveBy, putAt } from './shape.ts';
import { useDrawStrokes } from './use-draw-strokes.ts';

/** What is drawn of the thing in the form; while the tool is on also its handles, a crosshair and the buttons. */
export function DrawTool() {
  const editing = useApp((state) => state.editing !== null);
  const active = useApp((state) => state.tool === DRAW_TOOL);
  const shape = useDrawing((state) => state.shape);
  const chosen = useDrawing((state) => state.chosen);
  const theme = useThemeName();
  useOverlay(
    'edit-thing',
    useMemo(
      () => (editing && shape ? drawingLayers(shape, active ? chosen : undefined, theme) : []),
      [editing, shape, active, chosen, theme],
    ),
  );
  return editing && active && shape ? <Bar /> : null;
}

const BAR_PX = 76;

function Bar() {
  const { t } = useTranslation('edit-things');
  const phone = usePhone();
  const map = useMap();
  const setTool = useApp((state) => state.setTool);
  const setSheet = useApp((state) => state.setSheet);
  const setBars = useApp((state) => state.setBars);
  const insets = useApp((state) => state.insets);
  const shape = useDrawing((state) => state.shape)!;
  const chosen = useDrawing((state) => state.chosen);
  const canTakeBack = useDrawing((state) => state.past.length > 0);
  const end = useCallback(() => {
    setTool(null);
    if (phone) setSheet('half');
  }, [setTool, setSheet, phone]);
  useDrawStrokes(map, end);
  useEffect(() => {
    if (phone) setSheet('peek');
    setBars({ top: 0, bottom: BAR_PX });
    return () => setBars(NO_BARS);
  }, [phone, setSheet, setBars]);
  useDrawKeys(end);

  /** The middle of what nothing covers: there the crosshair stands, and there its button puts things. */
  const cover = coverOf({ insets, bars: { top: 0, bottom: BAR_PX } });
  const aim = {
    left: `calc(50% + ${(cover.left - cover.right) / 2}px)`,
    top: `calc(50% + ${(cover.top - cover.bottom) / 2}px)`,
  };
  const aimed = (): [number, number] | null => {
    if (!map) return null;
    const { clientWidth, clientHeight } = map.getContainer();
    const { lng, lat } = map.unproject([
      clientWidth / 2 + (cover.left - cover.right) / 2,
      clientHeight / 2 + (cover.top - cover.bottom) / 2,
    ]);
    return [lng, lat];
  };
  const put = () => {
    const at = aimed();
    if (!at) return;
    const middle = middleOf(shape);
    if (shape.kind === 'outline' && !shape.open && middle) draw(moveBy(shape, at[0] - middle[0], at[1] - middle[1]));
    else draw(putAt(shape, at));
    if (shape.kind === 'point') end();
  };
  const isOpen = shape.kind === 'outline' && shape.open !== null;
  const corners = isOpen ? (shape.open?.length ?? 0) : 0;
  const stage = shape.kind === 'point' ? 'point' : isOpen ? 'open' : 'closed';
  return (
    <>
      <span className={styles.aim} style={aim} aria-hidden="true" data-phone={phone} />
      <section
        className={styles.bar}
        aria-label={t('draw.title')}
        style={phone ? { bottom: insets.bottom + 8 } : { left: insets.left + 12, right: insets.right + 12 }}
        data-phone={phone}
      >
        <p className={styles.hint}>{t(`draw.${stage}${phone ? 'Phone' : ''}`, { n: corners })}</p>
        <div className={styles.actions}>
          <Button variant={isOpen && canClose(shape) ? 'default' : 'primary'} onClick={put}>
            {t(stage === 'open' ? 'draw.corner' : stage === 'closed' ? 'draw.moveHere' : 'draw.here')}
          </Button>
          {isOpen && (
            <Button
              variant={canClose(shape) ? 'primary' : 'default'}
              disabled={!canClose(shape)}
              onClick={() => draw(close(shape))}
            >
              {t('draw.close')}
            </Button>
          )}
          {chosen && <Button onClick={() => draw(dropCorner(shape, chosen))}>{t('draw.drop')}</Button>}
          {stage === 'closed' && <Button onClick={() => draw(beginAnew(shape))}>{t('draw.anew')}</Button>}
          <Button disabled={!canTakeBack} onClick={takeBack}>
            {t('draw.takeBack')}
          </Button>
          <Button
            variant={stage === 'closed' ? 'primary' : 'default'}
            onClick={() => {
              draw(close(shape)); // whoever says so means the outline as it is
              end();
            }}
          >
            {t('draw.end')}
          </Button>
        </div>
      </section>
    </>
  );
}

/** Enter closes an outline, then ends; Backspace takes a step back; Delete takes the chosen corner away. */
function useDrawKeys(end: () => void): void {
  const shape = useDrawing((state) => state.shape);
  const chosen = useDrawing((state) => state.chosen);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      if (target instanceof HTMLElement && target.closest('input, textarea, [role=combobox]')) return;
      if (!shape) return;
      if (event.key === 'Enter' && !(target instanceof HTMLElement && target.closest('button')))
        if (canClose(shape)) draw(close(shape));
        else end();
      else if (event.key === 'Backspace') takeBack();
      else if (event.key === 'Delete' && chosen) draw(dropCorner(shape, chosen));
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [shape, chosen, end]);
}
