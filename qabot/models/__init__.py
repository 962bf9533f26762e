"""The models, run by ONNX Runtime and OpenVINO; `models.export` alone, a process of its own, imports torch."""
