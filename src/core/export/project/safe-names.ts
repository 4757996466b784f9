/**
 * @file Folder names that every file system takes, made from names that people typed.
 */

/**
 * One folder for each class: its number, then what is left of its name. Sorted by name they are in class order, as
 * Hugging Face's imagefolder numbers them; two classes never share one.
 */
export function classFolders(classNames: readonly string[]): string[] {
  const digits = Math.max(2, String(classNames.length - 1).length);
  return classNames.map((name, label) => [String(label).padStart(digits, '0'), plainLetters(name)].filter(Boolean).join('-'));
}

/** Letters a–z, digits and single hyphens, at most 40; empty when nothing is left. */
function plainLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
}
