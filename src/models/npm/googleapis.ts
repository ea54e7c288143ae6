import { model } from "../model.js";

/**
 * Methods of https://googleapis.dev/nodejs/googleapis/latest/: each API is a tree of collections whose methods are named alike. `delete` of a file or calendar is for good, `trash` and `clear`
 * take away what a person would miss.
 */
export default model({
  packages: ["googleapis", "@googleapis/*"],
  changes: [
    { effect: "deletes", methods: ["delete", "batchDelete", "trash", "emptyTrash", "clear", "batchClear", "deleteContact", "batchDeleteContacts"] },
    { effect: "writes", methods: ["create", "insert", "update", "patch", "batchUpdate", "batchCreate", "append", "send", "import", "move", "copy", "copyTo", "modify", "batchModify", "untrash", "quickAdd", "createContact", "updateContact"] },
  ],
});
