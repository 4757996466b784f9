/**
 * @file How work is cut for the two kinds of adapters. A GPU has fast memory shared by a workgroup; a software adapter (SwiftShader) runs
 * four invocations side by side on a CPU core, where a barrier saves and restores each of them and every load costs several products.
 */
export type AdapterClass = 'gpu' | 'software';

/** A matrix product: how many rows and columns of the result an invocation computes, how many invocations a workgroup has. */
export interface MatmulTile {
  rows: number;
  columns: number;
  threads: number;
  /** Depth of the tile in shared memory; 0 reads storage directly. */
  depth: number;
  /** Used where the result has at least so many tiles of this size (the last row of a table takes the rest). */
  fromTiles: number;
}

export interface Tiles {
  matmul: readonly MatmulTile[];
  /** Split-K is used to reach this many workgroups, with at least `splitDepth` products in each part. */
  splitUpTo: number;
  splitDepth: number;
  /** Rows summed by one workgroup in the first stage of a sum over rows. */
  rowBlock: number;
  /** Queries (or keys) an invocation of attention keeps in registers, and invocations in a workgroup. */
  attention: { tokens: number; threads: number; shared: boolean };
  /** Invocations that share one row of a layer norm; 1 makes each row the work of one. */
  rowThreads: number;
  /** Invocations of a workgroup that sum together. */
  sumThreads: number;
}

export const TILES: Record<AdapterClass, Tiles> = {
  gpu: {
    matmul: [
      { rows: 8, columns: 8, threads: 64, depth: 16, fromTiles: 96 }, // 64×64 a workgroup; not measured on a GPU yet
      { rows: 4, columns: 4, threads: 64, depth: 16, fromTiles: 0 }, // 32×32 a workgroup, four times as many; not measured on a GPU yet
    ],
    splitUpTo: 128, // not measured on a GPU yet
    splitDepth: 128, // not measured on a GPU yet
    rowBlock: 64, // not measured on a GPU yet
    attention: { tokens: 1, threads: 64, shared: true }, // not measured on a GPU yet
    rowThreads: 64, // not measured on a GPU yet
    sumThreads: 64, // not measured on a GPU yet
  },
  // Measured on SwiftShader (two cores, other work beside it; milliseconds, best of seven or five rounds).
  software: {
    // 2080×384×128, nt: 8×8 by 16 invocations 240; by 64 301; 8×4 441; 16×8 224, but twice as long to compile
    matmul: [{ rows: 8, columns: 8, threads: 16, depth: 0, fromTiles: 0 }],
    splitUpTo: 4, // chosen, not compared: two workgroups a core
    splitDepth: 256, // chosen, not compared
    rowBlock: 64, // chosen, not compared
    // 8 samples, 64 tokens, 4 heads of 32, forward / backward: 1 token 76 / 172, 2 tokens 73 / 120, 4 tokens 32 / 111; first use of
    // backward, compilation included: 2,301, 4,844 and 14,059
    attention: { tokens: 2, threads: 4, shared: false },
    rowThreads: 1, // chosen, not compared: no barrier
    sumThreads: 4, // chosen, not compared: what SwiftShader runs side by side
  },
};
