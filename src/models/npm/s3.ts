import { model } from "../model.js";

export default model({
  packages: ["@aws-sdk/client-s3", "minio"],
  types: { MinioClient: ["Client.new()"] },
  sinks: [
    { path: "S3Client.new.arg(0).endpoint", kind: "url" },
    { path: "S3.new.arg(0).endpoint", kind: "url" },
    { path: "Client.new.arg(0).endPoint", kind: "url" },
    { path: "MinioClient.fPutObject.arg(2)", kind: "path" },
    { path: "MinioClient.fGetObject.arg(2)", kind: "path" },
  ],
});
