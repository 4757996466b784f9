/**
 * @file A configuration of one family beside the names of another, in words.
 */
import type { Family } from '../m2pt/encoder-config.ts';
import type { StatedConfig } from './read-config.ts';

/** Completes “the names are …”. */
const NAMES_OF: Readonly<Record<Family, string>> = {
  m2pt: 'the playground’s',
  timm: 'timm’s',
  mae: 'MAE’s',
  audiomae: 'AudioMAE’s',
  videomae: 'VideoMAE’s own, of its authors',
  'point-mae': 'Point-MAE’s',
  'hf-vit': 'ViT’s, as transformers writes them',
  'hf-deit': 'DeiT’s, as transformers writes them',
  'hf-vit-mae': 'ViTMAE’s, as transformers writes them',
  'hf-ast': 'AST’s, as transformers writes them',
  'hf-videomae': 'VideoMAE’s, as transformers writes them',
};

/**
 * @param family as the names tell
 * @param points whether the tensors are those of a model of points
 * @returns what disagrees; null where names and configuration go together or the configuration does not say
 */
export function familyConflict(family: Family, stated: Pick<StatedConfig, 'kind' | 'family' | 'says'>, points: boolean): string | null {
  const apart =
    (stated.kind === 'huggingface' && stated.family !== family) ||
    (stated.kind === 'timm' && family.startsWith('hf-')) ||
    (stated.kind === 'point' && !points);
  return apart ? `the names are ${NAMES_OF[family]}; config.json says “${stated.says}”` : null;
}
