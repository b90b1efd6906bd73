import { shown } from './check-values.ts';
import { UnreadableFile } from './file-features.ts';

/** A graph as NetworkX writes it; several edges between two nodes stand there as such. */
export interface GraphFile {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  /** a tuple as Python writes it: `(0, 1)` */
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface GraphEdge {
  /** indexes of nodes */
  readonly a: number;
  readonly b: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads NetworkX JSON: adjacency (`nodes` and `adjacency`) or node-link (`nodes` and `links` or `edges`). Directions are
 * forgotten: an undirected graph's edge, which adjacency tells from both ends, comes once.
 *
 * @throws UnreadableFile with the place, when it is neither, a node has no id or the id of another, or an edge leads to
 *   a node that is not there
 */
export function readNetworkx(text: string): GraphFile {
  const file = parsed(text);
  if (!isObject(file) || !Array.isArray(file.nodes)) throw new UnreadableFile(`${WANTED}; this has no "nodes"`);
  const nodes = file.nodes.map(nodeOf);
  const indexOf = new Map<string, number>();
  nodes.forEach(({ id }, i) => {
    const other = indexOf.get(id);
    if (other !== undefined) throw new UnreadableFile(`Nodes ${other + 1} and ${i + 1} have the same id ${shown(id)}`);
    indexOf.set(id, i);
  });
  const links = file.links ?? file.edges;
  if (Array.isArray(file.adjacency)) return { nodes, edges: fromAdjacency(file.adjacency, nodes, indexOf) };
  if (Array.isArray(links)) return { nodes, edges: fromLinks(links, indexOf) };
  throw new UnreadableFile(`${WANTED}; this has neither "adjacency" nor "links" (or "edges")`);
}

const WANTED = 'A graph in NetworkX JSON is wanted, adjacency or node-link';

/** A tuple of ids the way people write it: brackets and blanks left out of account. */
export const plainId = (id: string): string => (/^[([].*[)\]]$/.test(id) ? id.slice(1, -1).replace(/\s+/g, '') : id);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new UnreadableFile(`The file is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

function nodeOf(value: unknown, i: number): GraphNode {
  if (!isObject(value)) throw new UnreadableFile(`Node ${i + 1} must be an object, it is ${shown(value)}`);
  const { id, ...attributes } = value;
  return { id: idOf(id, `Node ${i + 1}`), attributes };
}

function idOf(id: unknown, where: string): string {
  if (typeof id === 'string' || typeof id === 'number') return String(id);
  if (Array.isArray(id) && id.length > 0) return `(${id.map((part) => idOf(part, where)).join(', ')})`;
  throw new UnreadableFile(`${where} has no id (a text, a number, or a list of them), but ${shown(id ?? null)}`);
}

function fromAdjacency(
  adjacency: readonly unknown[],
  nodes: readonly GraphNode[],
  indexOf: ReadonlyMap<string, number>,
): GraphEdge[] {
  if (adjacency.length !== nodes.length)
    throw new UnreadableFile(`"adjacency" has ${adjacency.length} lists for ${nodes.length} nodes`);
  const edges: GraphEdge[] = [];
  const seen = new Set<string>();
  adjacency.forEach((list, a) => {
    const where = `The list of node ${shown(nodes[a]!.id)}`;
    if (!Array.isArray(list)) throw new UnreadableFile(`${where} must be a list, it is ${shown(list)}`);
    for (const entry of list) {
      if (!isObject(entry)) throw new UnreadableFile(`${where} holds ${shown(entry)}, not an object`);
      const { id, key, ...attributes } = entry;
      const b = nodeAt(id, indexOf, where);
      // The same edge is told by its other end, too; a multigraph tells its edges apart by their keys.
      const told = `${Math.min(a, b)} ${Math.max(a, b)} ${key ?? ''}`;
      if (!seen.has(told)) edges.push({ a, b, attributes });
      seen.add(told);
    }
  });
  return edges;
}

function fromLinks(links: readonly unknown[], indexOf: ReadonlyMap<string, number>): GraphEdge[] {
  return links.map((link, i) => {
    const where = `Edge ${i + 1}`;
    if (!isObject(link)) throw new UnreadableFile(`${where} must be an object, it is ${shown(link)}`);
    const { source, target, key: _key, ...attributes } = link;
    return { a: nodeAt(source, indexOf, where), b: nodeAt(target, indexOf, where), attributes };
  });
}

function nodeAt(id: unknown, indexOf: ReadonlyMap<string, number>, where: string): number {
  const found = indexOf.get(idOf(id, where));
  if (found === undefined) throw new UnreadableFile(`${where} leads to ${shown(id)}, which is no node`);
  return found;
}
