/**
 * @file PLY files (text and both binary orders) → points and triangles. Elements may come in any order with any properties;
 * x, y, z and the face list are taken by name. Not three's PLYLoader: it rounds coordinates to float32 before their centre
 * can be taken off, turns missing numbers into NaN, and believes every count (902 of 1,277 damaged files accepted were wrong).
 */
import { type FaceFan, faceFan } from './face-fan.ts';
import { fewestBytes, type PlyBody, plyBody } from './ply-body.ts';
import { type PlyElement, type PlyProperty, readPlyHeader } from './ply-header.ts';
import { POINT_LIMITS, type RawPoints, tooManyPoints } from './point-cloud.ts';
import type { PointFault } from './point-fault.ts';

const AXES = ['x', 'y', 'z'];

/** @throws PlaygroundError `ply-…` unless the file holds exactly what its header counts */
export function readPly(bytes: Uint8Array, fault: PointFault): RawPoints {
  const header = readPlyHeader(bytes, fault);
  const vertex = header.elements.find(({ name }) => name === 'vertex');
  if (!vertex) throw fault('header', 'declares no element “vertex”');
  const missing = AXES.filter((axis) => !vertex.properties.some(({ name, countType }) => name === axis && !countType));
  if (missing.length > 0) throw fault('columns', `has points without ${missing.join(', ')}`);
  const [needed, rest] = [fewestBytes(header), bytes.length - header.bodyStart];
  if (needed > rest) throw fault('cut', `has ${rest} bytes after its header, which counts things that take at least ${needed}`);
  if (vertex.count > POINT_LIMITS.points) throw tooManyPoints(vertex.count, fault);

  const body = plyBody(bytes, header.bodyStart, header.encoding, fault);
  const coordinates = new Float64Array(3 * vertex.count);
  const fan = faceFan(fault);
  for (const element of header.elements) {
    const isFace = element.name === 'face';
    if (element === vertex) readVertices(body, element, coordinates, fault);
    else
      for (let row = 0; row < element.count; row++) {
        body.beginRow();
        for (const property of element.properties) {
          if (!property.countType) body.value(property.type);
          else readList(body, property, fault, isFace && /^vertex_ind(ex|ices)$/.test(property.name) ? fan : null);
        }
        body.endRow();
      }
  }
  body.end();
  return { coordinates, faces: fan.take() };
}

function readVertices(body: PlyBody, { count, properties }: PlyElement, coordinates: Float64Array, fault: PointFault): void {
  const axes = properties.map(({ name }) => AXES.indexOf(name));
  for (let row = 0; row < count; row++) {
    body.beginRow();
    for (let i = 0; i < properties.length; i++) {
      const property = properties[i]!;
      if (property.countType) readList(body, property, fault, null);
      else {
        const value = body.value(property.type);
        if (axes[i]! >= 0) coordinates[3 * row + axes[i]!] = value;
      }
    }
    body.endRow();
  }
}

function readList(body: PlyBody, { type, countType }: PlyProperty, fault: PointFault, fan: FaceFan | null): void {
  const count = body.value(countType!);
  if (count < 0) throw fault('face', `has a list of ${count} numbers`);
  fan?.begin();
  for (let i = 0; i < count; i++) {
    const value = body.value(type);
    if (!fan) continue;
    if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) throw fault('face-index', `has a face with the corner ${value}`);
    fan.corner(value);
  }
}
