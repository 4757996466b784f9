/**
 * @file The name of an exported run, for files and folders on any system.
 */

const LONGEST = 60;

/** `textures-nano-image-seed-0`: data, target and seed in lower-case ASCII letters, digits and single hyphens. */
export function runName(dataset: string, target: string, seed: number): string {
  const words = `${dataset} ${target}`
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, LONGEST)
    .replace(/-+$/, '');
  return `${words || 'run'}-seed-${seed}`;
}
