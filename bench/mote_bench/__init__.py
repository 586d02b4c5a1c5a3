"""Side by side with the codecs people would use instead: same bytes, same pictures, same run. See bench/README.md."""
