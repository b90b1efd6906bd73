import { type Map as MaplibreMap, Marker } from 'maplibre-gl';
import type { Present } from '../../../api/contract/plans.ts';
import { coloursOf } from '../../state/plan/people.ts';
import styles from './pointers.module.css';

export interface Pointers {
  /** Draws where others point; whoever points at nothing has no pointer. */
  show(present: readonly Present[]): void;
  detach(): void;
}

const GLIDE_MS = 350;
/** A pointer that rests fades, so that it hides nothing for long. */
const FADE = { delay: 6_000, duration: 4_000, to: 0.3 } as const;

/** @param point  hears where one's own pointer is, also in mid-stroke; null = it has left the map */
export function attachPointers(map: MaplibreMap, point: (place: readonly [number, number] | null) => void): Pointers {
  const container = map.getCanvasContainer();
  const shown = new Map<string, { marker: Marker; body: HTMLElement; fade: Animation }>();
  const still = matchMedia('(prefers-reduced-motion: reduce)');

  const onMove = ({ clientX, clientY }: PointerEvent): void => {
    const box = container.getBoundingClientRect();
    const { lng, lat } = map.unproject([clientX - box.left, clientY - box.top]);
    point([lng, lat]);
  };
  const onLeave = (): void => point(null);

  const add = (client: string, name: string, colour: number, at: [number, number]): void => {
    const [element, body] = makeElement(name, colour);
    const marker = new Marker({ element, anchor: 'top-left' }).setLngLat(at).addTo(map);
    shown.set(client, { marker, body, fade: fadeOf(body) });
  };
  const move = ({ marker, body, fade }: NonNullable<ReturnType<typeof shown.get>>, at: [number, number]): void => {
    const from = marker.getLngLat();
    if (from.lng === at[0] && from.lat === at[1]) return;
    const [was, is] = [map.project(from), map.project(at)];
    marker.setLngLat(at);
    fade.cancel();
    fade.play();
    if (still.matches) return;
    const start = { transform: `translate(${was.x - is.x}px, ${was.y - is.y}px)` };
    body.animate([start, { transform: 'none' }], { duration: GLIDE_MS, easing: 'ease-out' });
  };

  container.addEventListener('pointermove', onMove, { capture: true, passive: true });
  container.addEventListener('pointerleave', onLeave);
  return {
    show(present) {
      const colours = coloursOf(present.map(({ client }) => client));
      const gone = new Set(shown.keys());
      for (const { client, accountName, place } of present) {
        if (!place) continue;
        const known = shown.get(client);
        known?.body.style.setProperty('--colour', `var(--person-${colours.get(client)!})`);
        if (known) move(known, place);
        else add(client, accountName, colours.get(client)!, place);
        gone.delete(client);
      }
      for (const client of gone) {
        shown.get(client)!.marker.remove();
        shown.delete(client);
      }
    },
    detach() {
      container.removeEventListener('pointermove', onMove, { capture: true });
      container.removeEventListener('pointerleave', onLeave);
      for (const { marker } of shown.values()) marker.remove();
      point(null);
    },
  };
}

/** The place belongs to the marker's element, all that moves and fades to the one inside it. */
function makeElement(name: string, colour: number): [element: HTMLElement, body: HTMLElement] {
  const element = document.createElement('div');
  element.className = styles.pointer!;
  element.setAttribute('aria-hidden', 'true'); // who is here, and at what, is told in the plan's head
  const body = document.createElement('div');
  body.style.setProperty('--colour', `var(--person-${colour})`);
  body.innerHTML =
    '<svg width="18" height="20" viewBox="0 0 18 20"><path d="M1 1v15.5l4.4-4 3 6.4 2.9-1.4-3-6.2 6.1-.4z"/></svg>';
  const label = document.createElement('span');
  label.textContent = name;
  body.append(label);
  element.append(body);
  return [element, body];
}

const fadeOf = (body: HTMLElement): Animation =>
  body.animate([{ opacity: 1 }, { opacity: FADE.to }], {
    ...{ delay: FADE.delay, duration: FADE.duration, fill: 'both' },
  });
