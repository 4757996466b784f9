/**
 * @file Point clouds and surfaces to point records. One of the four behind `decode-sample.ts`. Points are drawn by random numbers that
 * follow from the file's content: the same file gives the same record wherever it lies.
 */
import { createRng } from '../../tensor/rng.ts';
import { byteText, displayName } from '../display-name.ts';
import { POINT_LIMITS } from '../points/point-cloud.ts';
import { pointFault } from '../points/point-fault.ts';
import { type PointForm, pointRecord, usualUpAxis } from '../points/point-record.ts';
import { readPoints } from '../points/read-points.ts';
import { hashOf } from '../report/record-hash.ts';
import type { DecodeSample } from './decoded-sample.ts';
import { wrongKind } from './wrong-kind.ts';

const SEED = 0;

export function pointDecoder(form: PointForm): DecodeSample {
  return async (source) => {
    if (source.kind !== 'file') throw wrongKind(source.path);
    const name = displayName(source.path);
    if (source.size !== null && source.size > POINT_LIMITS.bytes)
      throw pointFault(name, 'points')('too-many', `has ${byteText(source.size)}; at most ${byteText(POINT_LIMITS.bytes)} are read`);
    const bytes = await source.read();
    const cloud = readPoints(bytes, name);
    const rng = createRng(SEED, `points:${hashOf(bytes)}`);
    const values = new Float32Array(pointRecord(cloud, usualUpAxis(cloud.format), form, rng, name));
    const points = cloud.positions.length / 3;
    const triangles = (cloud.faces?.length ?? 0) / 3;
    return { values, facts: { modality: 'point', points, triangles, dropped: cloud.dropped, format: cloud.format } };
  };
}
