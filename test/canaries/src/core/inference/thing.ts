/** @file Something to import. */
export const thing = 1;
