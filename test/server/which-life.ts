/** What a test asks a room to learn whether it was rebuilt since: each life of it has a name of its own. */
export const WHICH_LIFE = 'which life?';
