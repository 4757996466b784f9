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

/**
 * Licences that ask for little more than naming the authors, and let a whole be under another licence. Of several, the later
 * one is named.
 */
const PERMISSIVE = ['cc0-1.0', 'unlicense', '0bsd', 'isc', 'mit', 'bsd-2-clause', 'bsd-3-clause', 'apache-2.0', 'cc-by-4.0'];

/**
 * One licence outside that list covers permissive parts. Two different ones never cover each other, even where one asks for
 * everything that the other asks: most say that a whole must be under them and no other.
 * @param stated one text per part as its card states it, several licences with commas between; empty for random weights,
 *   which ask for nothing
 */
export function carriedLicense(stated: readonly string[]): CarriedLicense {
  const all = [
    ...new Set(
      stated
        .flatMap((text) => text.split(','))
        .map(normal)
        .filter(Boolean),
    ),
  ];
  if (all.length === 0) return { id: null, why: 'Nothing that went into it asks for a licence.' };
  const unknown = all.filter((id) => id === 'unknown' || id === 'other');
  if (unknown.length) return { id: 'unknown', why: 'A part does not state its licence: ask its authors before you pass this model on.' };
  if (all.length === 1) return { id: all[0]!, why: 'All its parts have this licence.' };
  const demanding = all.filter((id) => !PERMISSIVE.includes(id));
  if (demanding.length > 1)
    return { id: 'other', why: `Its parts have licences that do not replace each other (${all.join(', ')}): all of them apply.` };
  const strictest = demanding[0] ?? all.sort((a, b) => PERMISSIVE.indexOf(b) - PERMISSIVE.indexOf(a))[0]!;
  return { id: strictest, why: `The strictest licence of its parts (${all.join(', ')}).` };
}

function normal(stated: string): string {
  const id = stated.trim().toLowerCase().replaceAll(/\s+/g, '-');
  return id === 'not-stated' ? 'unknown' : id;
}
