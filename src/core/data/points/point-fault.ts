/**
 * @file What is wrong with a file of points or surfaces, in words: one maker of errors for every reader of this folder.
 * A code is `<format>-<fault>`, such as `ply-cut`; the hint goes with the fault, so that it is the same in every format.
 */
import { PlaygroundError } from '../../errors.ts';
import { displayName } from '../display-name.ts';

export type PointFormat = 'ply' | 'pcd' | 'table' | 'off' | 'obj' | 'stl' | 'npy-points' | 'points';

const AGAIN = 'Open it in MeshLab, CloudCompare or Blender and save it again as PLY; the rest loads.';
const HINTS = {
  magic: 'Give the file the suffix of what it is, or save it again as PLY; the rest loads.',
  header: AGAIN,
  format: AGAIN,
  cut: 'It looks like an interrupted copy or download: fetch it again; the rest loads.',
  extra: 'Header and content disagree, so neither can be trusted: save it again; the rest loads.',
  count: 'Header and content disagree, so neither can be trusted: save it again; the rest loads.',
  number: 'Correct that line or save the file again; the rest loads.',
  row: 'Correct that line or save the file again; the rest loads.',
  face: AGAIN,
  'face-index': AGAIN,
  'not-finite': 'Remove such points in the program that made the file (CloudCompare: “Remove NaN points”); the rest loads.',
  coarse: 'Subtract the centre before saving as float32, or save as float64 (“double”); the rest loads.',
  columns: 'A table of points has one point a row and columns x, y and z; name them in the first row if there are others.',
  axes: 'Name the three columns of coordinates x, y and z in the first row; the rest loads.',
  'too-many': 'Thin it out first (MeshLab: “Point Cloud Simplification”, for surfaces “Edge Collapse Decimation”); the rest loads.',
  none: 'Nothing can be learnt from it; it was left out, the rest loads.',
  shape: 'Save one cloud as numpy.save(name, numpy.ascontiguousarray(points, "float32")), many as numpy.stack(clouds); the rest loads.',
  packed: AGAIN,
} as const;

export type PointFaultName = keyof typeof HINTS;

/** Makes the error to throw; `what` follows the file's name and has no full stop. */
export type PointFault = (fault: PointFaultName, what: string) => PlaygroundError;

/** @param fileName fit to be shown (`displayName`) */
export function pointFault(fileName: string, format: PointFormat): PointFault {
  return (fault, what) =>
    new PlaygroundError({
      code: `${format}-${fault}`,
      message: `${fileName} ${displayName(what, 300)}.`,
      hint: HINTS[fault],
      where: fileName,
    });
}
