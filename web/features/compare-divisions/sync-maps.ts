import type { Map as MaplibreMap } from 'maplibre-gl';

const cameraOf = (map: MaplibreMap) => ({ zoom: map.getZoom(), bearing: map.getBearing(), pitch: map.getPitch() });

/**
 * Keeps a map that lies exactly over another at the same place.
 *
 * @returns ends it
 */
export function syncOver(main: MaplibreMap, over: MaplibreMap): () => void {
  const follow = () => over.jumpTo({ center: main.getCenter(), ...cameraOf(main) });
  follow();
  main.on('move', follow);
  return () => {
    main.off('move', follow);
  };
}

/**
 * Keeps the middle of a map beside another at the place that is in the middle of the other's visible half; whichever of
 * the two is moved, the other follows.
 *
 * @param from  where the visible part of the main map begins, px
 * @returns     ends it
 */
export function syncBeside(main: MaplibreMap, beside: MaplibreMap, from: number): () => void {
  let following = false;
  const middle = (): [number, number] => {
    const { clientWidth, clientHeight } = main.getContainer();
    return [from + (clientWidth - from) / 4, clientHeight / 2];
  };
  /** one that follows does not lead */
  const guarded = (move: () => void) => () => {
    if (following) return;
    following = true;
    move();
    following = false;
  };
  const besideFollows = guarded(() => beside.jumpTo({ center: main.unproject(middle()), ...cameraOf(main) }));
  const mainFollows = guarded(() => {
    main.jumpTo({ ...cameraOf(beside) });
    const at = main.project(beside.getCenter());
    const [x, y] = middle();
    main.panBy([at.x - x, at.y - y], { duration: 0 });
  });
  besideFollows();
  main.on('move', besideFollows);
  beside.on('move', mainFollows);
  return () => {
    main.off('move', besideFollows);
    beside.off('move', mainFollows);
  };
}
