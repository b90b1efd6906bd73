import { useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { useMap } from '../../map/handle.ts';
import type { LngLat } from '../../state/plan/plan-store.ts';
import styles from './mark-layer.module.css';
import type { MarkStore, Marks } from './marks.ts';

/** What the chosen tool draws over the map. Nothing of it can be pressed or is read aloud: it follows the pointer. */
export function MarkLayer({ marks }: { readonly marks: MarkStore }) {
  const shown = useStore(marks);
  const project = useProjection();
  if (!project) return null;
  return (
    <svg className={styles.marks} aria-hidden="true">
      <g data-refused={shown.refusal !== null}>
        <Lines lines={shown.paths.map((path) => path.map(project))} />
        {shown.shape && <Shape shape={shown.shape} project={project} />}
      </g>
      {shown.vertices.map((vertex) => {
        const [x, y] = project(vertex);
        return (
          <rect key={`${vertex}`} className={styles.vertex} x={x - 3.5} y={y - 3.5} width={7} height={7} rx={1.5} />
        );
      })}
      {shown.handle && <Handle handle={shown.handle} project={project} />}
      {shown.snap && <Snap snap={shown.snap} project={project} />}
      {shown.brush && (
        <>
          <circle className={styles.ringHalo} cx={shown.brush.x} cy={shown.brush.y} r={shown.brush.radius} />
          <circle className={styles.ring} cx={shown.brush.x} cy={shown.brush.y} r={shown.brush.radius} />
        </>
      )}
    </svg>
  );
}

type Project = (place: LngLat) => [x: number, y: number];

/** Places → pixels; another function after every move of the map. */
function useProjection(): Project | null {
  const map = useMap();
  const view = useSyncExternalStore(
    (changed) => {
      map?.on('move', changed);
      return () => map?.off('move', changed);
    },
    () => (map ? `${map.getCenter()} ${map.getZoom()} ${map.getBearing()} ${map.getPitch()}` : ''),
  );
  if (!map || view === '') return null;
  return ([lng, lat]) => {
    const { x, y } = map.project([lng, lat]);
    return [x, y];
  };
}

type Pixels = readonly (readonly [x: number, y: number])[];

const pathOf = (points: Pixels): string => points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');

/** All in one element: borders that meet at a point have nothing by which React could tell them apart. */
function Lines({ lines }: { readonly lines: readonly Pixels[] }) {
  const path = lines.map((points) => `M${pathOf(points)}`).join('');
  return (
    <>
      <path className={styles.lineHalo} d={path} />
      <path className={styles.line} d={path} />
    </>
  );
}

function Shape({ shape, project }: { readonly shape: NonNullable<Marks['shape']>; readonly project: Project }) {
  const points = shape.points.map(project);
  if (shape.kind === 'area') return <polygon className={styles.area} points={pathOf(points)} />;
  return (
    <>
      <Lines lines={[points]} />
      {points.map(([x, y]) => (
        <circle key={`${x} ${y}`} className={styles.point} cx={x} cy={y} r={3.5} />
      ))}
    </>
  );
}

function Handle({ handle, project }: { readonly handle: NonNullable<Marks['handle']>; readonly project: Project }) {
  const [x, y] = project(handle.at);
  return (
    <circle className={styles.handle} data-kind={handle.kind} cx={x} cy={y} r={handle.kind === 'insert' ? 5 : 7} />
  );
}

/** A ring where the pointer snaps to; its shape says to what. */
function Snap({ snap, project }: { readonly snap: NonNullable<Marks['snap']>; readonly project: Project }) {
  const [x, y] = project(snap.at);
  if (snap.to === 'border') return <circle className={styles.snap} cx={x} cy={y} r={9} />;
  if (snap.to === 'road') return <rect className={styles.snap} x={x - 8} y={y - 8} width={16} height={16} />;
  return <path className={styles.snap} d={`M${x} ${y - 10}l10 10-10 10-10-10z`} />;
}
