/**
 * @file Writes docs/settings.md from the field table, and fails when it is out of date.
 * To renew it: `npx vitest run --project node scripts/settings-doc.test.ts -u`.
 */
import { expect, test } from 'vitest';
import { FIELD_KEYS, FIELDS, type Field } from '../src/config/fields.ts';
import { MODALITIES } from '../src/config/modalities.ts';
import type { RunConfig } from '../src/config/run-config.ts';

function values(field: Field): string {
  switch (field.kind) {
    case 'integer':
      return `whole number, ${field.min} to ${field.max}`;
    case 'number':
      return `number, ${field.min} to ${field.max}`;
    case 'choice':
      return field.options.map(({ value }) => `\`${value}\``).join(', ');
    case 'switch':
      return `\`true\` (${field.on}), \`false\` (${field.off})`;
    case 'flags':
      return `list of ${field.options.map((option) => `\`${option}\``).join(', ')}`;
    default:
      return `text, at most ${field.maxLength} characters`;
  }
}

/** The data that a setting has an effect on. */
function kinds({ modalities }: Field): string {
  return modalities?.map((modality) => MODALITIES[modality].label).join(', ') ?? 'all';
}

/** What is worth knowing but has no room under a control. */
const MORE: { readonly [K in keyof RunConfig]?: string } = {
  limitPerClass: '1 and 2 count as 3, so that training, validation and test get one each.',
};

test('docs/settings.md says what the field table says', async () => {
  const rows = FIELD_KEYS.map((key) => {
    const field = FIELDS[key];
    return `| \`${key}\` | \`${field.urlKey}\` | ${field.group} | ${[`${field.label}:`, field.help, MORE[key]].filter(Boolean).join(' ')} | ${kinds(field)} | ${values(field)} | \`${JSON.stringify(field.default)}\` |`;
  });
  const text = `# Settings

Made from \`src/config/fields.ts\` by \`scripts/settings-doc.test.ts\`; do not edit.
*Key* is the name in experiment files ([lab.md](lab.md)), *link key* the name in share links ([share-url.md](share-url.md)).

| key | link key | group | what it is | for | values | default |
|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
  await expect(text).toMatchFileSnapshot('../docs/settings.md');
});
