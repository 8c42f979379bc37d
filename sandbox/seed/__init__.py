"""Made-up businesses with everything they would have after some months, and the demo business."""
