#include "surface/video_file.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/opt.h>
#include <libswscale/swscale.h>
}

#include <array>
#include <cassert>

namespace atlas::surface {

namespace {

constexpr int kThreads = 4;  // fixed: the encoder's answer depends on how many there are
constexpr const char* kEncoders[] = {"libx264", "libopenh264", "mpeg4"};

std::string errorText(int code) {
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    return text.data();
}

template <auto Free>
struct FreePointer {  // for libav's functions that take the pointer's address
    template <class T>
    void operator()(T* pointer) const {
        Free(&pointer);
    }
};

}  // namespace

struct VideoFile::Impl {
    std::unique_ptr<AVCodecContext, FreePointer<avcodec_free_context>> codec;
    std::unique_ptr<AVFrame, FreePointer<av_frame_free>> frame;
    std::unique_ptr<AVPacket, FreePointer<av_packet_free>> packet;
    AVFormatContext* format = nullptr;
    SwsContext* scaler = nullptr;
    AVStream* stream = nullptr;  ///< format's
    std::int64_t next = 0;

    ~Impl() {
        if (format != nullptr) {
            avio_closep(&format->pb);
            avformat_free_context(format);
        }
        sws_freeContext(scaler);
    }
    std::string open(const std::filesystem::path& path, Size size, int rate, std::string& name);
    std::string encode(const AVFrame* picture);
};

VideoFile::VideoFile() : impl_(std::make_unique<Impl>()) {}
VideoFile::~VideoFile() = default;

std::string VideoFile::Impl::open(const std::filesystem::path& path, Size size, int rate, std::string& name) {
    av_log_set_level(AV_LOG_ERROR);
    if (const int code = avformat_alloc_output_context2(&format, nullptr, "mp4", path.c_str()); code < 0)
        return errorText(code);
    for (const char* candidate : kEncoders) {
        const AVCodec* encoder = avcodec_find_encoder_by_name(candidate);
        if (encoder == nullptr) continue;
        codec.reset(avcodec_alloc_context3(encoder));
        codec->width = size.width;
        codec->height = size.height;
        codec->time_base = {1, rate};
        codec->framerate = {rate, 1};
        codec->gop_size = rate * 2;
        codec->pix_fmt = AV_PIX_FMT_YUV420P;
        codec->color_range = AVCOL_RANGE_MPEG;
        codec->colorspace = AVCOL_SPC_BT709;
        codec->color_primaries = AVCOL_PRI_BT709;
        codec->color_trc = AVCOL_TRC_BT709;
        codec->thread_count = kThreads;
        codec->flags |= AV_CODEC_FLAG_BITEXACT;
        if ((format->oformat->flags & AVFMT_GLOBALHEADER) != 0) codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
        if (std::string(candidate) == "libx264") {
            av_opt_set(codec->priv_data, "preset", "medium", 0);
            av_opt_set(codec->priv_data, "crf", "18", 0);
        } else {
            codec->bit_rate = static_cast<std::int64_t>(size.width) * size.height * rate / 6;
        }
        if (avcodec_open2(codec.get(), encoder, nullptr) == 0) {
            name = candidate;
            break;
        }
        codec.reset();
    }
    if (!codec) return "libavcodec has no encoder for H.264 or MPEG-4 that takes this size";
    format->flags |= AVFMT_FLAG_BITEXACT;
    stream = avformat_new_stream(format, nullptr);
    if (stream == nullptr) return "out of memory";
    stream->time_base = codec->time_base;
    stream->avg_frame_rate = codec->framerate;
    int code = avcodec_parameters_from_context(stream->codecpar, codec.get());
    if (code >= 0) code = avio_open(&format->pb, path.c_str(), AVIO_FLAG_WRITE);
    if (code >= 0) {
        AVDictionary* options = nullptr;
        av_dict_set(&options, "movflags", "+faststart", 0);  // plays before it is all there
        code = avformat_write_header(format, &options);
        av_dict_free(&options);
    }
    if (code < 0) return errorText(code);
    frame.reset(av_frame_alloc());
    packet.reset(av_packet_alloc());
    frame->format = codec->pix_fmt;
    frame->width = size.width;
    frame->height = size.height;
    code = av_frame_get_buffer(frame.get(), 0);
    scaler =
        sws_getContext(size.width, size.height, AV_PIX_FMT_RGB24, size.width, size.height, AV_PIX_FMT_YUV420P,
                       SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT, nullptr, nullptr, nullptr);
    if (code < 0 || scaler == nullptr) return "out of memory";
    const int* coefficients = sws_getCoefficients(SWS_CS_ITU709);
    sws_setColorspaceDetails(scaler, coefficients, 1, coefficients, 0, 0, 1 << 16, 1 << 16);
    return {};
}

std::string VideoFile::Impl::encode(const AVFrame* picture) {
    int code = avcodec_send_frame(codec.get(), picture);
    while (code >= 0) {
        code = avcodec_receive_packet(codec.get(), packet.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return {};
        if (code < 0) break;
        av_packet_rescale_ts(packet.get(), codec->time_base, stream->time_base);
        packet->stream_index = stream->index;
        code = av_interleaved_write_frame(format, packet.get());
    }
    return errorText(code);
}

std::unique_ptr<VideoFile> VideoFile::create(const std::filesystem::path& path, Size size,
                                             int framesPerSecond, std::string& reason) {
    if (size.width % 2 != 0 || size.height % 2 != 0 || size.width < 16 || size.height < 16) {
        reason = "a video needs a width and a height that are even";
        return nullptr;
    }
    std::unique_ptr<VideoFile> file(new VideoFile());
    reason = file->impl_->open(path, size, framesPerSecond, file->encoder_);
    return reason.empty() ? std::move(file) : nullptr;
}

std::string VideoFile::add(const Image& image) {
    Impl& video = *impl_;
    assert(image.size.width == video.frame->width && image.size.height == video.frame->height);
    if (const int code = av_frame_make_writable(video.frame.get()); code < 0) return errorText(code);
    const std::uint8_t* const rows[] = {image.pixels.data()};
    const int stride[] = {image.size.width * 3};
    sws_scale(video.scaler, rows, stride, 0, image.size.height, video.frame->data, video.frame->linesize);
    video.frame->pts = video.next++;
    return video.encode(video.frame.get());
}

std::string VideoFile::finish() {
    std::string reason = impl_->encode(nullptr);
    if (!reason.empty()) return reason;
    if (const int code = av_write_trailer(impl_->format); code < 0) return errorText(code);
    if (const int code = avio_closep(&impl_->format->pb); code < 0) return errorText(code);
    return {};
}

}  // namespace atlas::surface
