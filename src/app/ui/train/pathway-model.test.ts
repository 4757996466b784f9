/** @file The pathway diagram's values: which layers are joined, to which block, how tall it is; and who fits whom. */
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../config/fields.ts';
import type { ModelCard } from '../../../core/m2pt/encoder-config.ts';
import { auxiliaryChoices, targetChoices } from './model-choices.ts';
import { partnerOf, pathwayLayout, plannedPathway, runPathway, strongest } from './pathway-model.ts';

describe('plannedPathway', () => {
  it('joins the chosen layers only, at the starting λ', () => {
    const model = plannedPathway({ ...defaultConfig(), layers: ['fc1'], lambdaInit: 0.1 }, 6, true);
    expect(model.lambdas.size).toBe(6);
    expect(model.lambdas.get('3 fc1')).toBe(0.1);
  });

  it('splits qkv into three rows', () => {
    const model = plannedPathway({ ...defaultConfig(), splitQkv: true, layers: ['qkv'] }, 2, true);
    expect([...model.lambdas.keys()]).toEqual(['0 q', '0 k', '0 v', '1 q', '1 k', '1 v']);
  });

  it('has no cables without an auxiliary', () => {
    expect(plannedPathway(defaultConfig(), 6, false).lambdas.size).toBe(0);
  });
});

describe('runPathway', () => {
  const names = ['blocks.0.attn.qkv', 'blocks.1.mlp.fc2'];

  it('finds the strongest λ, and the partner in reversed order', () => {
    const model = runPathway({ ...defaultConfig(), depthOrder: 'reversed' }, 2, names, [0.1, -0.5], [0.3, 0.4]);
    expect(strongest(model)).toEqual({ block: 1, layer: 'fc2' });
    expect(model.ratios.get('1 fc2')).toBe(0.4);
    expect(model.max).toBe(0.5);
    expect(partnerOf(model, 0)).toBe(1);
  });

  it('says nothing is strongest while all λ are 0', () => {
    expect(strongest(runPathway(defaultConfig(), 2, names, [0, 0], []))).toBeNull();
  });
});

describe('pathwayLayout', () => {
  it('stays about as tall from 2 to 24 blocks', () => {
    for (const depth of [2, 6, 12, 24]) for (const rows of [4, 6]) expect(pathwayLayout(depth, rows, false).total).toBeLessThan(600);
  });
});

describe('model choices', () => {
  const card = (id: string, modality: 'image' | 'audio', embedDim = 128, depth = 6): ModelCard => ({
    id,
    family: 'm2pt',
    numClasses: 0,
    notes: [],
    parameters: 1,
    bytes: 1,
    license: '',
    data: '',
    config: { name: id, modality, embedDim, depth, mlpRatio: 4 } as ModelCard['config'],
  });
  const cards = [card('nano-image', 'image'), card('tiny', 'audio', 192, 12), card('nano-audio', 'audio'), card('scratch', 'image')];

  it('names the numbers that differ, and puts what fits first', () => {
    const choices = auxiliaryChoices(cards, cards[0]);
    expect(choices.map((choice) => choice.card.id)).toEqual(['nano-audio', 'nano-image', 'tiny']);
    expect(choices[2]?.misfit).toBe('Does not fit the target: 192 wide, needs 128; 12 blocks, needs 6.');
  });

  it('refuses targets of another modality', () => {
    const choices = targetChoices(cards, 'image');
    expect(choices.map((choice) => choice.misfit === null)).toEqual([true, true, false, false]);
    expect(choices.map((choice) => choice.card.id).slice(0, 2)).toEqual(['nano-image', 'scratch']);
  });
});
