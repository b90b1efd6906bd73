export { type LocalCrs, localCrsFor, toCm, toLngLat } from './crs/local-crs.ts';
export { adoptEdits, type ProposedDivision } from './divide/adopt-proposal.ts';
export {
  type AskedProposal,
  askProposal,
  blocksOfTask,
  type ProposalTask,
  type ProposalTerms,
} from './divide/ask-proposal.ts';
export { type DualGraph, type DualGraphInput, dualGraph, dualGraphOf } from './divide/dual-graph.ts';
export {
  type Enumeration,
  enumeratePartitions,
  MOST_LISTED,
} from './divide/enumerate/enumerate.ts';
export type { PlanMove } from './divide/explain-moves.ts';
export { linkPieces } from './divide/link-pieces.ts';
export { type Pieces, piecesOf } from './divide/pieces.ts';
export type { FigureName, PlanFigures } from './divide/plan-figures.ts';
export type { ProposalProblem } from './divide/proposal-problem.ts';
export { bandOf, type Objective, type ProposalRequest } from './divide/proposal-request.ts';
export {
  type Proposal,
  type ProposalNote,
  type ProposalOutcome,
  type ProposalProgress,
  propose,
} from './divide/propose.ts';
export { type Band, type ChainInput, type ChainRun, runChain } from './divide/recombine.ts';
export { type DivisionScores, type PartScores, polsbyPopper, scoreParts } from './divide/scores.ts';
export { type ShapeScores, shapeScores } from './divide/shapes.ts';
export { type Split, splitsOf } from './divide/splits.ts';
export { divideRegion, rebalanceRegions, redivideRegions, type Task, withProposal } from './divide/tasks.ts';
export { type FailingRule, type ToldMove, type ToldProposal, tellProposal } from './divide/tell-proposal.ts';
export { type Adjacency, adjacency, groupAdjacency } from './fabric/adjacency.ts';
export type { IdSource } from './fabric/assemble.ts';
export { fabricFromLines, type LineFabric, type LineInput, type LineOptions } from './fabric/build-from-lines.ts';
export { fabricFromPolygons, type PolygonFabric, type PolygonOptions } from './fabric/build-from-polygons.ts';
export { colourRegions, HUES } from './fabric/colour.ts';
export type { DeadEnd } from './fabric/dead-ends.ts';
export { dissolve } from './fabric/dissolve.ts';
export { blockAt } from './fabric/draft/block-at.ts';
export {
  type BlockRings,
  blockAreaM2,
  blockNeighbours,
  blockPolygon,
  blockRings,
} from './fabric/draft/block-rings.ts';
export { cutBlock } from './fabric/draft/cut-block.ts';
export { deleteNode } from './fabric/draft/delete-node.ts';
export {
  applyFabricDelta,
  type Change,
  composeFabricDeltas,
  type FabricDelta,
  fitsFabricDelta,
  invertFabricDelta,
} from './fabric/draft/delta.ts';
export {
  type ArcState,
  createDraftFabric,
  type DraftFabric,
  type NodeState,
  toFabric,
} from './fabric/draft/draft-fabric.ts';
export { insertNode } from './fabric/draft/insert-node.ts';
export { mergeBlocks } from './fabric/draft/merge-blocks.ts';
export { moveNode } from './fabric/draft/move-node.ts';
export type { FabricOutcome, FabricRefusal } from './fabric/draft/outcome.ts';
export { type PickedArc, type PickedNode, pickArc, pickNode } from './fabric/draft/pick.ts';
export { reshapeArc } from './fabric/draft/reshape-arc.ts';
export { blocksInBox, blocksInCapsule, blocksInPolygon, type SelectMode } from './fabric/draft/select-blocks.ts';
export { type Fabric, OUTSIDE } from './fabric/fabric.ts';
export { labelPoint } from './fabric/label-point.ts';
export { createLocator, type Locator } from './fabric/locate.ts';
export { blockAreasM2, blockPolygons } from './fabric/polygons.ts';
export type { Areal, Linear } from './fabric/read-geometry.ts';
export { type TopologyLayer, toRegionTopology } from './fabric/region-topology.ts';
export type { BuildFault, Consent, FabricReport, FaultKind, MendOptions } from './fabric/report.ts';
export { type ArcRow, type BlockRow, type FabricRows, fabricFromRows, fabricToRows } from './fabric/rows.ts';
export { type FabricTopology, fromTopology, toGeoJson, toTopology } from './fabric/topology.ts';
export { type FabricFault, validateFabric } from './fabric/validate.ts';
