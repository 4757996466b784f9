/**
 * @file Which licence a merged model carries: the strictest of what went into it. Not legal advice; the model card names
 * every part with its own licence, which goes on applying.
 */

export interface CarriedLicense {
  /** Identifier as Hugging Face writes it (`apache-2.0`, `cc-by-nc-4.0`), `other` when none covers all, `unknown`, or null when nothing asks for one. */
  id: string | null;
  /** One sentence for the card. */
  why: string;
}

/** What may be asked beyond naming the authors. A licence covers another when it asks at least the same. */
const CONDITIONS = ['non-commercial', 'share-alike', 'no-derivatives'] as const;

/** Among licences that ask the same, the later one is named. */
const PERMISSIVE = ['cc0-1.0', 'unlicense', '0bsd', 'isc', 'mit', 'bsd-2-clause', 'bsd-3-clause', 'apache-2.0', 'cc-by-4.0'];

/** @param stated one text per part as its card states it; empty for random weights, which ask for nothing */
export function carriedLicense(stated: readonly string[]): CarriedLicense {
  const all = [...new Set(stated.map(normal).filter(Boolean))];
  if (all.length === 0) return { id: null, why: 'Nothing that went into it asks for a licence.' };
  const unknown = all.filter((id) => id === 'unknown' || id === 'other');
  if (unknown.length) return { id: 'unknown', why: 'A part does not state its licence: ask its authors before you pass this model on.' };
  if (all.length === 1) return { id: all[0]!, why: 'All its parts have this licence.' };
  const covering = all.filter((id) => all.every((other) => covers(id, other)));
  const strictest = covering.sort((a, b) => rank(b) - rank(a))[0];
  if (strictest) return { id: strictest, why: `The strictest licence of its parts (${all.join(', ')}).` };
  return { id: 'other', why: `Its parts ask for different things (${all.join(', ')}): all of them apply.` };
}

function covers(id: string, other: string): boolean {
  const asked = conditions(id);
  return conditions(other).every((condition) => asked.includes(condition));
}

function conditions(id: string): (typeof CONDITIONS)[number][] {
  const parts = id.split('-');
  const asks = {
    'non-commercial': parts.includes('nc'),
    'share-alike': parts.includes('sa') || /gpl/.test(id),
    'no-derivatives': parts.includes('nd'),
  };
  return CONDITIONS.filter((condition) => asks[condition]);
}

/** Place among licences that ask the same; one outside the list counts as stricter. */
function rank(id: string): number {
  const place = PERMISSIVE.indexOf(id);
  return place < 0 ? PERMISSIVE.length : place;
}

function normal(stated: string): string {
  const id = stated.trim().toLowerCase().replaceAll(/\s+/g, '-');
  return id === 'not-stated' ? 'unknown' : id;
}
