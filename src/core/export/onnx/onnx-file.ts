/**
 * @file model.onnx of a merged model. The protobuf is written as its encoding allows: messages are concatenations of their
 * fields, so nodes come first and each parameter follows as a field of its own, read when it is written.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { PlaygroundError } from '../../errors.ts';
import type { ExportFacts } from '../export-facts.ts';
import type { FileInParts } from '../file-in-parts.ts';
import { inputWords } from '../snippets.ts';
import { bytesOf, type TensorSource } from '../tensor-source.ts';
import { encoderGraph, INPUT, OPSET, OUTPUT, sampleAxes } from './encoder-graph.ts';
import type { GraphConstant } from './graph.ts';
import {
  TensorProto_DataType as DataType,
  GraphProtoSchema,
  ModelProtoSchema,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from './onnx_pb.js';

/** The version of the format that opset 17 came with. */
const IR_VERSION = 8n;
/** A protobuf cannot be larger than 2 GiB; beyond it ONNX keeps the weights in a second file. */
const MAX_BYTES = 2 ** 31 - 1;
/** Field numbers of onnx.proto. */
const MODEL_GRAPH = 7;
const GRAPH_INITIALIZER = 5;
const TENSOR_RAW_DATA = 9;

/**
 * @param sources of the merged model, under timm's names
 * @throws PlaygroundError `export-unsupported`, or `export-too-large` from 2 GiB
 */
export function onnxFile(name: string, facts: ExportFacts, sources: readonly TensorSource[]): FileInParts {
  const { encoder, classNames } = facts;
  const graph = encoderGraph(encoder);
  const head = toBinary(
    GraphProtoSchema,
    create(GraphProtoSchema, {
      name: facts.runName,
      node: graph.nodes,
      input: [valueInfo(INPUT, ['batch', ...sampleAxes(encoder)])],
      output: [valueInfo(OUTPUT, ['batch', classNames.length])],
    }),
  );
  const constants = [...graph.constants.values()].map(constantField);
  const openings = sources.map(({ name, shape }) => parameterOpening(name, shape));
  const dataBytes = sources.reduce((sum, { shape }) => sum + rawBytes(shape), 0);
  const graphBytes = total([head, ...constants, ...openings]) + dataBytes;
  const model = new Uint8Array(toBinary(ModelProtoSchema, modelHead(facts)));
  if (model.length + graphBytes + 16 > MAX_BYTES) throw tooLarge(facts, graphBytes);
  const graphOpening = opening(MODEL_GRAPH, graphBytes);
  return {
    name,
    size: model.length + graphOpening.length + graphBytes,
    async *parts() {
      yield model;
      yield graphOpening;
      yield new Uint8Array(head);
      yield* constants;
      for (const [i, source] of sources.entries()) {
        yield openings[i]!;
        yield bytesOf(await source.read());
      }
    },
  };
}

/** Everything but the graph. */
function modelHead({ classNames, encoder, license, runName, target, auxiliary }: ExportFacts) {
  const { mean, std } = encoder.normalization;
  const metadata = {
    class_names: JSON.stringify(classNames),
    mean: JSON.stringify(mean),
    std: JSON.stringify(std),
    license: license.id ?? 'not stated',
    target: target.name,
    auxiliary: auxiliary.name,
    method: 'arXiv:2401.14405',
  };
  return create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    producerName: 'm2pt-playground',
    docString: `${runName}: ${target.name} merged with ${auxiliary.name}. Input: ${inputWords(encoder.modality, encoder.tokenizer)}; minus mean, divided by std, pixels on a 0..1 scale before.`,
    opsetImport: [{ domain: '', version: BigInt(OPSET) }],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  });
}

function valueInfo(name: string, dims: readonly (string | number)[]): ValueInfoProto {
  const dim = dims.map((size) => ({
    value: typeof size === 'string' ? { case: 'dimParam' as const, value: size } : { case: 'dimValue' as const, value: BigInt(size) },
  }));
  const type = { value: { case: 'tensorType' as const, value: { elemType: DataType.FLOAT, shape: { dim } } } };
  return create(ValueInfoProtoSchema, { name, type });
}

/** A whole `initializer` field. */
function constantField({ name, shape, values }: GraphConstant): Uint8Array<ArrayBuffer> {
  const dataType = values instanceof Float32Array ? DataType.FLOAT : DataType.INT64;
  const rawData = new Uint8Array(values.buffer as ArrayBuffer);
  const tensor = create(TensorProtoSchema, { name, dataType, dims: shape.map(BigInt), rawData });
  const bytes = toBinary(TensorProtoSchema, tensor);
  return joined(opening(GRAPH_INITIALIZER, bytes.length), bytes);
}

/** An `initializer` field up to where its values begin. */
function parameterOpening(name: string, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const tensor = create(TensorProtoSchema, { name, dataType: DataType.FLOAT, dims: shape.map(BigInt) });
  const bytes = toBinary(TensorProtoSchema, tensor);
  const raw = opening(TENSOR_RAW_DATA, rawBytes(shape));
  return joined(opening(GRAPH_INITIALIZER, bytes.length + raw.length + rawBytes(shape)), joined(bytes, raw));
}

/** Tag and length of a field of bytes. */
function opening(field: number, length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new BinaryWriter().tag(field, WireType.LengthDelimited).uint32(length).finish());
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

function rawBytes(shape: readonly number[]): number {
  return 4 * shape.reduce((product, dim) => product * dim, 1);
}

function total(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

function tooLarge({ encoder }: ExportFacts, bytes: number): PlaygroundError {
  return new PlaygroundError({
    code: 'export-too-large',
    message: `${encoder.name} has ${(bytes / 1e9).toFixed(1)} GB of weights; one ONNX file holds less than 2.1 GB.`,
    hint: 'Download the merged model as safetensors and convert it with PyTorch, which can keep the weights in a second file.',
  });
}
