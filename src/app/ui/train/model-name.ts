/**
 * @file What models are called on the page: the name of a repository without its owner, and cut where a sentence or a
 * button has no room for ninety letters. Plain text work; the top bar uses it too.
 */
import { hubNameOf } from '../../../core/checkpoint/hub-name.ts';

/** `owner/name` → `name`; other names as they are. @param id as settings carry it */
export function modelName(id: string): string {
  const repo = hubNameOf(id)?.repo;
  return repo ? (repo.split('/').at(-1) ?? repo) : id.replace(/^(own|hf):/, '');
}

/** The same, at most 40 letters, for sentences that are not about the name. */
export function briefName(id: string): string {
  const letters = [...modelName(id)];
  return letters.length > 40 ? `${letters.slice(0, 38).join('')}…` : letters.join('');
}
