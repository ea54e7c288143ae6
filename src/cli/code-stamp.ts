/** A digest of the built code of this package, which the build puts here: two builds of one release that differ do not answer for each other. */
export const CODE_STAMP: string = "not built";
