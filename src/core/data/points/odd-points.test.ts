import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { readPoints } from './read-points.ts';
const folder = process.env.ODD_FILES ?? '../shared/data/odd';
describe('x', () => {
  it('all', () => {
    const out: string[] = [];
    for (const suite of ['pc-generated', 'mesh-assimp', 'mesh-draco', 'mesh-plyfile', 'mesh-trimesh', 'mesh-vtk'])
      for (const name of readdirSync(join(folder, suite))) {
        if (name.endsWith('.json')) continue;
        const t = performance.now();
        try {
          const c = readPoints(readFileSync(join(folder, suite, name)), name);
          out.push(`${suite}/${name} OK ${c.format} V${c.positions.length / 3} F${(c.faces?.length ?? 0) / 3} d${c.dropped} ${(performance.now() - t).toFixed(0)}ms`);
        } catch (e) {
          out.push(`${suite}/${name} !! ${(e as { code?: string }).code ?? 'CRASH'} ${(e as Error).message}`);
        }
      }
    console.log(out.join('\n'));
  });
});
