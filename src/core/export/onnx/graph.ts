/**
 * @file Writes the nodes of an ONNX graph one after another. A value is its name; every node is called after the value it
 * makes, so that a viewer shows `blocks.0.attn.qkv` where timm has that module.
 */
import { create } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as Kind,
  type NodeProto,
  NodeProtoSchema,
} from './onnx_pb.js';

export type AttributeValue = number | readonly number[] | { float: number };

/** A constant of the graph that is no parameter: a shape, an index, a factor. */
export interface GraphConstant {
  name: string;
  shape: readonly number[];
  values: Float32Array | BigInt64Array;
}

export class GraphWriter {
  readonly nodes: NodeProto[] = [];
  readonly constants = new Map<string, GraphConstant>();

  /**
   * Adds one node.
   * @param name of the node and of its only output
   * @param attributes integers, lists of integers, or `{ float }`
   * @returns `name`
   */
  node(opType: string, name: string, input: readonly string[], attributes: Record<string, AttributeValue> = {}): string {
    const attribute = Object.entries(attributes).map(([key, value]) => attributeOf(key, value));
    this.nodes.push(create(NodeProtoSchema, { opType, name, input: [...input], output: [name], attribute }));
    return name;
  }

  /** A list of int64, such as a shape; the same list is stored once. @returns its name */
  integers(...values: number[]): string {
    const name = `integers_${values.join('_').replaceAll('-', 'minus')}`;
    this.constants.set(name, { name, shape: [values.length], values: BigInt64Array.from(values, BigInt) });
    return name;
  }

  /** One int64 without a dimension, for Gather. @returns its name */
  index(value: number): string {
    const name = `index_${value}`;
    this.constants.set(name, { name, shape: [], values: BigInt64Array.of(BigInt(value)) });
    return name;
  }

  /** A table of f32. @returns its name */
  floats(name: string, shape: readonly number[], values: Float32Array): string {
    this.constants.set(name, { name, shape, values: values.slice() });
    return name;
  }

  /** One f32 without a dimension. @returns its name */
  scalar(name: string, value: number): string {
    this.constants.set(name, { name, shape: [], values: Float32Array.of(value) });
    return name;
  }
}

function attributeOf(name: string, value: AttributeValue): AttributeProto {
  if (typeof value === 'number') return create(AttributeProtoSchema, { name, type: Kind.INT, i: BigInt(value) });
  if ('float' in value) return create(AttributeProtoSchema, { name, type: Kind.FLOAT, f: value.float });
  return create(AttributeProtoSchema, { name, type: Kind.INTS, ints: value.map(BigInt) });
}
