import type { HeapValue, Key, Property } from "./values.js";

/** Writes an own property; `touch` comes first. */
export function setField(value: HeapValue, key: Key, property: Property): void {
  ownFields(value).set(key, property);
}

/** Takes an own property away; `touch` comes first. */
export function deleteField(value: HeapValue, key: Key): void {
  if (value.fields.has(key)) ownFields(value).delete(key);
}

function ownFields(value: HeapValue): Map<Key, Property> {
  if (value.shares) {
    value.fields = new Map(value.fields);
    value.shares = false;
  }
  return value.fields as Map<Key, Property>; // its own, made here or by whoever gave it up
}
