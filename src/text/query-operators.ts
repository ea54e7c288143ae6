/** Operators of document databases whose operand is data, an object too: what stands there is compared or stored as it is. */
const DATA = new Set([
  "$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$nin", "$all", "$size", "$type", "$exists", "$mod", "$regex", "$options", "$text", "$search", "$set", "$setOnInsert", "$push", "$addToSet",
  "$pull", "$inc", "$unset", "$rename", "$min", "$max", "$mul", "$currentDate", "$each", "$limit", "$skip", "$literal", "$geometry", "$maxDistance", "$sample", "$count",
]);

/** Whether an object in a query under this key is data, in which no further operators are read. */
export function comparesWithData(key: string): boolean {
  return DATA.has(key);
}
