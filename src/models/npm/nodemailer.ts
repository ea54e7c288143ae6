import { type Condition, model } from "../model.js";

/** As a text, which it most often is, it is the message itself. */
const isPart: Condition = { at: "arg(0).html", is: "object", known: true };

export default model({
  packages: ["nodemailer"],
  sinks: [
    { path: "createTransport.arg(0).host", kind: "url" },
    { path: "createTransport.arg(0)", kind: "url", when: [{ at: "arg(0)", is: "string" }] },
    { path: "createTransport().sendMail.arg(0).attachments[*].path", kind: "path" },
    { path: "createTransport().sendMail.arg(0).attachments[*].href", kind: "url" },
    { path: "createTransport().sendMail.arg(0).html.path", kind: "path", when: [isPart] },
    { path: "createTransport().sendMail.arg(0).html.href", kind: "url", when: [isPart] },
  ],
});
