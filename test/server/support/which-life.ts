/** Message that asks a room whether it was rebuilt: each of its lives has a different name. */
export const WHICH_LIFE = 'which life?';
