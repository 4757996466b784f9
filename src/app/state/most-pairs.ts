/** @file Most pairs of seeds that one experiment may have, as the field table says. */
import { FIELDS } from '../../config/fields.ts';

export const MOST_PAIRS = FIELDS.pairedSeeds.kind === 'integer' ? FIELDS.pairedSeeds.max : 1;
